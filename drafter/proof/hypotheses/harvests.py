"""What was sown, what a 亩 bore and what that makes: 面积62.4万亩，亩产500公斤，总产31.2万吨."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity
from drafter.proof.account.account import Account
from drafter.proof.numbers.misprint import LENGTH, slips
from drafter.proof.numbers.printed import Printed, equal, printed
from drafter.proof.rows.row import Table, Term
from drafter.proof.rows.verdict import near, remark, worked
from drafter.proof.text.measures import factors
from drafter.proof.text.passage import Remark

_AREA, _YIELD = pattern("面积"), pattern("[亩单]产|公顷产")
_OUTPUT = pattern("产量?(?:达到?|为|实现|突破|稳定在|首次|超过?|约|预计|[了的是])*$")
_GENERAL = pattern(
    "[，、：]|20\\d\\d年|全[年国省市县区]|平均|作物|播种|种植|面积|[亩单总]产量?|公顷产量?|产量"
    "|达到?|为|实现|稳定在|其中|预计|提高到|的|有|是"
)
_KINDS = ("level", "average")
_PER, _CROP = ("亩", "公顷"), 2


def harvests(account: Account) -> Iterator[Remark]:
    """Areas and yields that do not make the output told beside them.

    >>> from drafter.proof.trying import remarks
    >>> text = "粮食播种面积{}万亩，增长0.1%；平均亩产455.39公斤，增长0.7%；总产61.84万吨。"
    >>> remarks(harvests, text.format("135.80"))
    []
    >>> remarks(harvests, text.format("138.50"))
    ['错误 平均数写作455.39公斤，61.84万÷138.50万=446.5；疑为135.80万误作138.50万']
    >>> remarks(harvests, "小麦面积3.2万公顷，单产6020公斤/公顷，总产91.3万吨。")
    ['错误 平均数写作6020公斤，91.3万÷3.2万=28531.25；疑为19.3万误作91.3万']
    >>> remarks(harvests, "小麦面积48万亩，玉米亩产520公斤，蔬菜总产量11万吨。")
    []
    """
    for table in account.tables:
        for area, each, output in _groups(table):
            yield from _judge(area, each, output)


def _groups(table: Table) -> Iterator[tuple[Term, Term, Term]]:
    """One area, one yield and one output that stand together, in any order."""
    group = dict[str, Term]()
    for term in table.terms:
        part = _part(term)
        if not part or term.amount.hedged:
            continue
        group = {part: term} if part in group else {**group, part: term}
        if len(group) > _CROP:
            if _is_of_one_crop([*group.values()]):
                yield group["area"], group["each"], group["output"]
            group = {}


def _part(term: Term) -> str:
    """Which of the three a number is."""
    if term.kind not in _KINDS or term.piece.depth:
        return ""
    unit = term.amount.unit
    if unit in _PER:
        return "area" if _AREA.search(term.words) else ""
    if ("吨", unit) not in factors() and unit != "吨":
        return ""
    if _YIELD.search(term.words):
        return "each"
    return "output" if _OUTPUT.search(term.words) else ""


def _is_of_one_crop(terms: Sequence[Term]) -> bool:
    """Whether none names a crop that another does not: 粮食面积, 平均亩产, 粮食总产."""
    crops = {_GENERAL.sub("", term.words)[-_CROP:] for term in terms} - {""}
    return all(crop in term.words or not _named(term) for crop in crops for term in terms)


def _named(term: Term) -> str:
    """The crop that a number's words name, if any."""
    return _GENERAL.sub("", term.words)


def _judge(area: Term, each: Term, output: Term) -> Iterator[Remark]:
    terms = [output, area, each]
    factor = Quantity.exact(_factor(area, each, output))

    def holds(values: Sequence[Printed]) -> bool:
        return equal(values[1:], values[:1], lambda sown, bore: sown * bore * factor)

    if holds([printed(term.amount) for term in terms]):
        return
    misprints = slips([term.amount for term in terms], holds, LENGTH)
    mean = output.amount.value / (area.amount.value or 1) / factor.value
    if misprints or near(mean, each.amount.value):
        shown = worked(mean, each.amount)
        working = f"{output.amount.written}÷{area.amount.written}={shown}"
        details = {"said": each.said, "working": working}
        severity = Severity.ERROR if misprints else Severity.WARNING
        yield remark("proof-average", severity, terms, details, misprints)


def _factor(area: Term, each: Term, output: Term) -> Fraction:
    """How many of the output's unit so many units of area, with so much each, make."""
    of = next((unit for unit in _PER if unit in each.words + each.piece.tail[:3]), area.amount.unit)
    weight = _many(each.amount.unit, "吨") * _many("吨", output.amount.unit)
    return weight * _many(area.amount.unit, of)


def _many(one: str, other: str) -> Fraction:
    """How many of the second unit one of the first is."""
    return Fraction(1) if one == other else factors()[one, other]
