"""What findings and refusals say to do, in the words of the desk: they name commands, and who sits
here has columns and buttons."""

from __future__ import annotations

from drafter.model.pattern import pattern

# What the commands' words say, and what the desk says instead; the longer ones come first.
WORDS = (
    (
        r"先运行 drafter draft，确实不做的加 --without-draft",
        "先在“稿子”栏生成，确实不做的勾选“本年度没有稿子也转入”",
    ),
    (r"运行 drafter draft", "在“稿子”栏生成新一稿"),
    (r"运行一次 drafter check", "打开一次“总览”栏"),
    (r"先用 drafter sign --lock 锁定，或在网页的“审签”栏锁定", "先在“审签”栏锁定"),
    (r"用 drafter log 查看，从备份恢复", "在“备份日志”栏查看，从备份恢复"),
    (r"要并入([0-9某]+年度)的稿子，请加 --year [0-9某]+", r"\1已经结转，这里不再并入"),
    (r"用 drafter accept 手改 列出后采纳", "在“意见”栏逐件采纳"),
    (r"用 drafter accept 采纳", "在“意见”栏采纳"),
    (r"用 drafter edits --withdraw 撤回", "在“收稿”栏撤回"),
    (r"用 drafter choose [^，。；<]* 选定一份", "在“部门”栏选定一份"),
    (r"(进入工作目录，或)?用 drafter new 新建", "在“新建”页新建"),
    (r"再用 --only 写明采纳哪几件，如 --only [^（]*（[^）]*）", "再在“意见”栏勾选要采纳的"),
    (r"照列出的编号填写，如 --only 6:1-3,5", "在“意见”栏勾选"),
    (r"在网页的“意见”栏，或用 --only 逐件决定", "在“意见”栏逐件决定"),
    (r"可用 --all-of [^，]* 一并采纳，或逐个指标采纳", "可以勾选后一并采纳"),
    (r"，或用 --all-of 写明部门、类别", "、部门或类别"),
    (r"用 --from 写明以哪个部门为准", "选定以哪个部门为准"),
    (r"，不用 --from", ""),
    (r"用 --reason 写明理由", "写明理由"),
    (r"（命令：--level 县）", ""),
    (r"，如 --assign [^，]*，还没有定的写 --assign [^<。；]*", ""),
    (r"先在网页的“审签”栏(解锁并写明理由)，或用 drafter sign --unlock 解锁", r"先在“审签”栏\1"),
    (r"请用 --of 写明是哪一年的报告", "请填写是哪一年的报告"),
    (r"可用 --stage 另选", "可以另选"),
    (r"--mark只用于", "加批注只用于"),
)
_RULES = tuple((pattern(f"{shape} ?"), words) for shape, words in WORDS)


def at_desk(text: str) -> str:
    """The text, every mention of a command as what is done at the desk.

    >>> at_desk("第1稿不是按现在的数据生成的；请运行 drafter draft 后公开新稿")
    '第1稿不是按现在的数据生成的；请在“稿子”栏生成新一稿后公开新稿'
    """
    if "drafter " not in text and "--" not in text:
        return text
    for shape, words in _RULES:
        text = shape.sub(words, text)
    return text
