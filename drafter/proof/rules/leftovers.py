"""What should have been taken out or filled in: 【待补…】, XX件, {{ … }}, 的的."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage, Remark
from drafter.proof.text.words import words

_CJK = r"\u4e00-\u9fff"
_UNIT = (
    "(?:人次|家次|场次|批次|件次|万元|亿元|元|件|起|份|项|条|次|场|期|卷|部|个|家|人|名|户|"
    "处|所|支|位|%|月|日|年)"
)
_COUNTED = "(?:人次|家次|场次|件次|万元|亿元|元|件|起|份|人|名|户|%)"
_WAITING = "待补|待填|待定|待核|待更新|待完善|待确认|待查|待统计|待提供|请填|请补|此处|填写(?!率)"
_BOXED = rf"{_WAITING}|暂缺|填报|插入|不适用|示例"
# A pattern is tried where one of the signs before it stands.
PLACEHOLDERS = (
    ("待请填此", pattern(rf"[（〔\[](?:{_WAITING})[^\]）〕\n]{{0,40}}[\]）〕]")),
    ("【", pattern(rf"【[^【】\n]{{0,20}}(?:{_BOXED})[^【】\n]{{0,40}}】")),
    ("{｛", pattern(r"\{\{[^{}\n]{0,80}\}\}|\{%[^{}\n]{0,80}%\}|｛｛[^｛｝\n]{0,80}｝｝")),
    ("TFt", pattern(r"(?<![A-Za-z])(?:TODO|TBD|FIXME|tbd|todo)(?![A-Za-z])")),
    ("XxＸｘ×✕╳△▲□○〇◯*?？", pattern(
        r"(?<![A-Za-z0-9])"
        r"(?:[XxＸｘ]{2,8}|[×✕╳]{2,8}|[△▲]{2,8}|□{2,8}|(?<![一二三四五六七八九○〇◯])[○〇◯]{2,8}"
        r"|\*{2,8}|\?{2,8}|？{3,8})"
        r"(?![A-Za-z0-9])"
    )),
    ("XxＸ×", pattern(rf"(?<![A-Za-z0-9+＋×“])[XxＸ×](?= ?{_UNIT})")),
    ("N", pattern(rf"(?<![A-Za-z0-9+＋×“])N(?= ?{_COUNTED})")),  # N个, N次方: as many as there are
    ("_＿ ", pattern(rf"[_＿]{{2,40}}|(?<=[{_CJK}]) {{2,20}}(?={_UNIT})")),
    ("此", pattern(r"请在此(?:处)?(?:填写|输入|插入)|此处(?:填写|插入|补充|待)")),
    ("待", pattern(r"(?:内容|数据|时间|日期)待(?:补充?|定|核实|更新)")),
    ("《“（【", pattern(r"《 {0,4}》|“ {0,4}”|（ {0,4}）|【 {0,4}】")),
    ("", pattern(r"(?<=[共计达有])(?:件|起|份|项|条|人次|场次|家次)(?=[，。；、（])")),
    (" ", pattern(rf"[{_CJK}]{{1,4}} {{1,4}}(?:万|亿)?{_UNIT}(?=[，。；、（]|$)")),
)  # fmt: skip
_DOUBLED = (
    pattern(
        r"(?<![目标])的的(?![士确])|(?<![为除])了了(?![解结然])|(?<![缓温调平])和和(?![解谐睦平美风])"
    ),
    pattern(
        r"(?<![存现所实])在在(?![建线岗校职册编逃场])|(?<![于求])是是(?![否非])|以及及(?!时)|把把(?!关)"
    ),
)
_HALVES, _LONG = 2, 5000
_AGAIN = pattern(rf"([{_CJK}]{{2,20}}?)\1")
_PROPER = pattern(
    r"[一二三四五六七八九十逐步年天日月层处家户人点条项件次]|研究|讨论|商量|谢谢|哈|试试|看看|的确|原原|学习学|方方面|实实在"
)
_HEADED = pattern(
    r"^\s*(（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、](?!\d))\s*\1"
)
_BETWEEN = pattern(rf"[，、]([{_CJK}]{{4,30}})(?=[，、。；])")  # behind the same words
_PAIR = pattern(r"([的了和在是及把])\1")  # what _DOUBLED begins with, or its second sign


def placeholders(document: Document) -> Iterator[Remark]:
    """Places that nobody has filled in.

    办理案件XX件 → 未填写;  有待补充完善, A4 and 二〇〇五年 → silent
    """
    for passage in document.passages:
        taken = -1
        sums = "+N" in passage.plain or "+X" in passage.plain  # 1+1+N: N is a name there
        for start, end in sorted(
            match.span()
            for signs, shape in PLACEHOLDERS
            if not signs or any(sign in passage.text for sign in signs)
            for match in shape.finditer(passage.text)
        ):
            if start >= taken and not (sums and passage.plain[start:end] in ("N", "X")):
                yield Remark("proof-placeholder", Severity.ERROR, passage, start, end)
                taken = end


def words_twice(document: Document) -> Iterator[Remark]:
    """A word or a phrase written twice in a row.

    工作的的开展 → 重复;  为了了解 and 调解和和解 → silent
    """
    for passage in document.passages:
        for shape in _DOUBLED if _PAIR.search(passage.plain) else ():
            for match in shape.finditer(passage.plain):
                start, end = max(0, match.start() - 4), min(match.end() + 4, len(passage.text))
                details = {"words": match[0]}
                yield Remark("proof-word-twice", Severity.WARNING, passage, start, end, details)
        if head := _HEADED.match(passage.plain):
            details = {"words": head[1]}
            yield Remark("proof-word-twice", Severity.WARNING, passage, *head.span(), details)
        for start, end, phrase in [*_again(passage.plain), *_between(passage.plain)]:
            if not _customary(passage.plain, start, end, phrase):
                yield from _doubled(phrase, passage, start, end, document)


def _doubled(
    phrase: str, passage: Passage, start: int, end: int, document: Document
) -> Iterator[Remark]:
    """Two signs may be halves of words (企业创业创新). They are, where the text has them in turn
    elsewhere; they seem to be, where a long text has them nowhere else."""
    severity = Severity.WARNING
    if len(phrase) <= _HALVES:
        text = "".join(passage.plain for passage in document.passages)
        alone, turned = text.count(phrase) - 2, text.count(phrase[::-1]) - 1
        if turned > alone:
            return
        severity = Severity.WARNING if alone > 0 or len(text) <= _LONG else Severity.HINT
    yield Remark("proof-word-twice", severity, passage, start, end, {"words": phrase})


_Twice = tuple[int, int, str]


def _again(text: str) -> Iterator[_Twice]:
    return ((*match.span(), match[1]) for match in _AGAIN.finditer(text))


def _between(text: str) -> Iterator[_Twice]:
    """矛盾纠纷，矛盾纠纷: no more than a sign between the two."""
    last = 0
    for match in _BETWEEN.finditer(text):
        start = match.start() - len(match[1])
        if start >= last and text.endswith(match[1], 0, match.start()):
            last = match.end()
            yield start, last, match[1]


def _customary(text: str, start: int, end: int, phrase: str) -> bool:
    """Whether the words are doubled by custom: 一个项目一个项目, 博士博士后, 落实落实再落实."""
    around = text[max(0, start - 2) : end + 2]
    if text.startswith(f"再{phrase}", end):
        return True
    if phrase[0] in "一每逐" or any(word in around for word in words("叠词")):
        return True
    return len(phrase) <= 3 and bool(_PROPER.search(text[start:end]))
