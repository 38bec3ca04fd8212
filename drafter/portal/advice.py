"""下一步 as the pages say it: a sentence, and the one button that leads on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from msgspec import Struct

from drafter.desk.overview.steps import Act, Step
from drafter.model.category import Category

_MOST_NAMED = 3


class Advice(Struct, frozen=True):
    """What to do, the button's words and address, whether it does it (or only leads there), and
    whether a draft may be made as well."""

    words: str
    button: str
    address: str
    does: bool = False
    drafting: bool = False


def advice(step: Step, number: int) -> Advice:
    """The words for the step; `number` is that of the last draft, 0 for none."""
    if step.act is Act.CHOOSE:
        one = f"{reverse('department', args=[step.names[0]])}#choose"
        return Advice(f"{_named(step.names)}报来不止一份，请选定一份", "去选定", one)
    if step.act is Act.BELOW:
        silent = f"{_named(step.names)}没有上报，请催报" if step.names else ""
        again = f"{_named(step.again)}的上报包不能汇总，请其更正后重报" if step.again else ""
        words = "；".join(filter(None, (silent, again)))
        return Advice(words, "看各区县", reverse("districts"))
    return _ADVICE[step.act](_named(step.names), number)


def _named(names: Sequence[str]) -> str:
    """甲局、乙局、丙局等5个"""
    more = f"等{len(names)}个" if len(names) > _MOST_NAMED else ""
    return f"{'、'.join(names[:_MOST_NAMED])}{more}"


def _departments(place: str = "") -> str:
    return f"{reverse('departments')}{place}"


_ADVICE: Mapping[Act, Callable[[str, int], Advice]] = {
    Act.ISSUE: lambda names, number: Advice(
        "先生成各部门的空白填报表，下载后发给各部门", "生成填报表", reverse("issue"), True
    ),
    Act.RECEIVE: lambda names, number: Advice(
        "填报表已生成，还没有收到报表；收回后送到“部门”页", "送入收回的表", _departments()
    ),
    Act.REMIND: lambda names, number: Advice(
        f"{names}未报，请催报", "看催报的消息", _departments("#remind")
    ),
    Act.RETURN: lambda names, number: Advice(
        f"{names}的表有要更正或说明的地方，请退给部门", "退回更正", _departments("#return"),
        drafting=True,
    ),
    Act.AWAIT: lambda names, number: Advice(
        f"已退给{names}更正，收回后送到“部门”页", "送入收回的表", _departments()
    ),
    Act.DECIDE: lambda names, number: Advice(
        f"{names}对有错误的数作了说明，请逐条决定" if names else "还有错误待处理，请逐条看过",
        "去决定", reverse("findings"),
    ),
    Act.ANSWER: lambda names, number: Advice(
        "手改的稿子还有待核定的地方，请逐件决定",
        "去决定", f"{reverse('findings')}?{urlencode({'category': Category.HAND})}",
    ),
    Act.DRAFT: lambda names, number: Advice(
        "数据、目录或模板有变化，请生成新一稿" if number else "可以生成第一稿了",
        f"生成第{number + 1}稿", reverse("make_draft"), True,
    ),
    Act.COMPLETE: lambda names, number: Advice(
        f"正文还有{names}没有数，请补齐后再生成", "看还缺什么", reverse("drafts")
    ),
    Act.REVIEW: lambda names, number: Advice(
        f"第{number}稿是最新的，可以审阅", "审阅稿子", reverse("drafts")
    ),
}  # fmt: skip
