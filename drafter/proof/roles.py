"""What a number of cases is at each step of its way: received, accepted, closed, pending."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NOT = "(?<![不未没])"

ROLES: Mapping[str, re.Pattern[str]] = {
    "refused": re.compile("不予受理|不予立案|不予登记|未受理|未予受理|不受理|不符合受理|转送|补正"),
    "carried": re.compile("结转|旧存|上年未结|往年未结|去年未结|上年度未结"),
    "open": re.compile("正在|未审结|未办结|未结|在审|在办|尚未|待审|待结|尚在|仍在"),
    "closed": re.compile(f"{_NOT}(?:审结|办结|结案|审理终结|审理完毕|办理完毕|办理完结|审查终结)"),
    "accepted": re.compile(f"{_NOT}(?<!不予)(?:受理|接受.{{0,8}}转办|承办)"),
    "received": re.compile("收到|收案|接收|接到|新收"),
}
OUTCOMES = re.compile(
    "维持|驳回|撤销|变更|确认违法|责令|终止|调解|和解|撤回|中止|纠错|准许|支持|移送|不成|建议诉讼|履行|判决"
)

# The name of a rate: what is counted above the line and what below it.
RATES: tuple[tuple[str, str, str], ...] = (
    ("办结率|结案率|审结率|办复率|办理率|回复率|答复率",
     "办结|办复|结案|审结|审理终结|办理完毕|答复|回复",
     "受理|收到|接到|接收|登记|交办|转办|承办|立案|提出|反映|接办|收案|申请|共有|应办|处理|投诉|举报"),
    ("调处成功率|调解成功率|调成率|成功率|化解率|调解率|成功化解率|调处率|调撤率",
     "成功|化解|调成|调撤|达成", "受理|调处|调解|排查|接受|转办|纠纷|接收|收到"),
    ("整改率|整改完成率|销号率|整改到位率|办结整改率", "整改|销号",
     "发现|排查|问题|隐患|反馈|交办"),
    ("合格率|达标率|优良率|优秀率", "合格|达标|优良|优秀",
     "抽检|检查|抽查|检测|参考|参加|评查|监测|检验|抽评|培训|应考"),
    ("出庭应诉率|出庭率|应诉率|负责人出庭率", "出庭", "开庭|应诉|行政诉讼|应出庭|一审|诉讼案件"),
    ("完成率|任务完成率", "完成", "计划|任务|应|目标|安排"),
    ("通过率|及格率", "通过|及格|合格", "参加|参考|报名|应考|考试"),
    ("满意率|好评率", "满意|好评", "回访|测评|参评|评价|访问|调查|收到|办件"),
    ("参与率|参训率|参考率|到课率|参学率|到会率", "参加|参训|实到|参考|参与|参学", "应|共有|现有"),
    ("采纳率|采用率", "采纳|采用|被采", "提出|征集|收到|报送|意见|建议"),
    ("受理率|立案率", "受理|立案", "收到|申请|接到|移送"),
    ("备案率|报备率", "备案|报备", "制定|制发|印发|出台|应"),
    ("审查率|审核率", "审查|审核", "制定|送审|收到|提交|应|文件|决定"),
    ("覆盖率|建成率|公开率|录入率|持证率|履行率|执行率|自动履行率|维持率|撤销率|驳回率|改判率|兑现率|"
     "纳入率|落实率|录取率|签约率|建档率|安置率|达成率|解决率|反馈率|规范率|准确率|就业率|胜诉率|"
     "败诉率|回访率", "", ""),
)  # fmt: skip
# These do not go beyond 100 %.
BOUNDED = re.compile(
    "(办结|结案|审结|办复|回复|答复|成功|化解|调成|整改|合格|达标|优良|出庭|应诉|通过|满意|参与|参训|采纳|覆盖|"
    "录入|公开|备案|审查|审核|到位|持证|占比|知晓|维持|撤销|纠错|履行|销号)率?$"
)


def role(phrase: str) -> str:
    """The step that the words name, "" for none.

    >>> role("不予受理"), role("审理终结"), role("正在审理中"), role("共受理")
    ('refused', 'closed', 'open', 'accepted')
    """
    return next((name for name, words in ROLES.items() if words.search(phrase)), "")


def halves(name: str) -> tuple[str, str]:
    """Patterns of the words that stand at a rate's numerator and at its denominator.

    >>> halves("调处成功率")[0]
    '成功|化解|调成|调撤|达成'
    """
    for names, upper, lower in RATES:
        if any(name.endswith(ending) for ending in names.split("|")) and upper:
            return upper, lower
    return re.escape(name.removesuffix("率")[-2:]) if name.endswith("率") else "", ""
