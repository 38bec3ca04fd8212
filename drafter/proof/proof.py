"""校对: every remark on a text, in the order of its reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from drafter.model.duty import Duty
from drafter.model.finding import Finding, Place, Severity
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.alongside import alongside
from drafter.proof.hypotheses.announced import announced
from drafter.proof.hypotheses.apportioned import apportioned
from drafter.proof.hypotheses.averages import averages
from drafter.proof.hypotheses.beside import beside
from drafter.proof.hypotheses.budgets import budgets
from drafter.proof.hypotheses.codes import codes
from drafter.proof.hypotheses.columns import columns
from drafter.proof.hypotheses.compositions import compositions
from drafter.proof.hypotheses.compounds import compounds
from drafter.proof.hypotheses.conversions import conversions
from drafter.proof.hypotheses.counterparts import counterparts
from drafter.proof.hypotheses.denominators import denominators
from drafter.proof.hypotheses.differences import differences
from drafter.proof.hypotheses.directions import directions
from drafter.proof.hypotheses.echoes import echoes
from drafter.proof.hypotheses.elsewhere import elsewhere
from drafter.proof.hypotheses.flows import flows
from drafter.proof.hypotheses.gaps import gaps
from drafter.proof.hypotheses.growth import growth
from drafter.proof.hypotheses.harvests import harvests
from drafter.proof.hypotheses.hundred import hundred
from drafter.proof.hypotheses.incidences import incidences
from drafter.proof.hypotheses.lookups import lookups
from drafter.proof.hypotheses.multiples import multiples
from drafter.proof.hypotheses.paces import paces
from drafter.proof.hypotheses.partitions import partitions
from drafter.proof.hypotheses.points import points
from drafter.proof.hypotheses.proportions import proportions
from drafter.proof.hypotheses.ranges import ranges
from drafter.proof.hypotheses.rates import rates
from drafter.proof.hypotheses.recalled import recalled
from drafter.proof.hypotheses.remainders import remainders
from drafter.proof.hypotheses.restated import restated
from drafter.proof.hypotheses.shares import shares
from drafter.proof.hypotheses.sides import sides
from drafter.proof.hypotheses.slogans import slogans
from drafter.proof.hypotheses.solver import solver
from drafter.proof.hypotheses.stock import stock
from drafter.proof.hypotheses.structures import structures
from drafter.proof.hypotheses.subtotals import subtotals
from drafter.proof.hypotheses.sums import sums
from drafter.proof.hypotheses.tables import tables
from drafter.proof.hypotheses.thresholds import thresholds
from drafter.proof.hypotheses.totals import totals
from drafter.proof.hypotheses.trends import trends
from drafter.proof.hypotheses.twice import twice
from drafter.proof.hypotheses.wholes import wholes
from drafter.proof.hypotheses.yearly import yearly
from drafter.proof.rows.verdict import guesses, said
from drafter.proof.rules.checklist import checklist
from drafter.proof.rules.counts import counts
from drafter.proof.rules.enumerations import enumerations
from drafter.proof.rules.hedges import hedges
from drafter.proof.rules.leftovers import placeholders, words_twice
from drafter.proof.rules.marks import brackets, doubled, half_width, pairs, wide_signs
from drafter.proof.rules.mottoes import mottoes
from drafter.proof.rules.ordinals import ordinals
from drafter.proof.rules.periods import dates, names, plan_heading, years
from drafter.proof.rules.repeats import repeats
from drafter.proof.rules.respectively import respectively
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage, Remark, passage
from drafter.proof.text.sentence import Sentence
from drafter.word.outline import Paragraph
from drafter.word.place import part_name
from drafter.word.slip import BODY, Slip

Rule = Callable[[Document], Iterator[Remark]]
Hypothesis = Callable[[Account], Iterator[Remark]]
PROOF = "proof-"  # what the codes of all remarks begin with
# A text with more than that wrong in one way is no text.
_MOST = 500


def each(rule: Callable[[Sentence], Iterable[Remark]]) -> Rule:
    """A rule on sentences as a rule on the document."""

    def on_all(document: Document) -> Iterator[Remark]:
        for sentence in document.sentences:
            yield from rule(sentence)

    return on_all


CONSISTENCY: tuple[Rule, ...] = (
    each(respectively),
    counts,
    enumerations,
    mottoes,
    ordinals,
    hedges,
    names,
    dates,
    years,
    plan_heading,
)
WIDTHS: tuple[Rule, ...] = (half_width, brackets, wide_signs)
WRITING: tuple[Rule, ...] = (
    repeats,
    pairs,
    doubled,
    *WIDTHS,
    placeholders,
    words_twice,
)
HYPOTHESES: tuple[Hypothesis, ...] = (
    flows, stock, sums, shares, hundred, rates, growth, yearly, counterparts, trends, directions,
    budgets, paces, sides,
    points, gaps, differences, structures, averages, compositions, multiples, proportions,
    conversions, incidences, ranges, recalled, restated, echoes, twice, slogans, tables, columns,
    announced, beside, lookups, elsewhere, totals, alongside, partitions, subtotals, wholes,
    remainders, harvests, denominators, thresholds, codes, apportioned, compounds,
)  # fmt: skip
# A draft of drafter's own shows what it waits for; of its marks only their width is looked at.
DRAFT_RULES: tuple[Rule, ...] = (*CONSISTENCY, *WIDTHS)
RULES: tuple[Rule, ...] = (*CONSISTENCY, *WRITING)


def proofread(
    passages: Sequence[Passage], rules: Sequence[Rule] = RULES, duties: Iterable[Duty] = ()
) -> list[Remark]:
    """What the rules and the checklist remark on the text, the body first, in reading order; each
    once.

    Of any rule the first five hundred.
    """
    document = Document.of(passages)
    if not document.passages:
        return []
    account = Account.of(document)
    remarks = [remark for rule in rules for remark in islice(rule(document), _MOST)]
    remarks += checklist(document, duties)
    remarks += [remark for one in HYPOTHESES for remark in islice(one(account), _MOST)]
    remarks += islice(solver(account, remarks), _MOST)
    once = {(r.code, r.passage.part, r.passage.number, r.start, r.end): r for r in _once(remarks)}
    return sorted(once.values(), key=_order)


def _once(remarks: Iterable[Remark]) -> list[Remark]:
    """Of remarks that one slip of the hand explains, in one paragraph or table, the first, with the
    slip that they have in common."""
    kept = list[Remark]()
    places = defaultdict[object, list[int]](list)
    for remark in remarks:
        cell = remark.passage.cell
        place = remark.passage.part, cell.table if cell else remark.passage.number, bool(cell)
        mine = guesses(remark.details.get("guess", ""))
        for number in places[place]:
            other = kept[number]
            common = [g for g in guesses(other.details.get("guess", "")) if g in mine]
            if common and (cell or (remark.start < other.end and other.start < remark.end)):
                details = {**kept[number].details, "guess": said(common)}
                kept[number] = replace(kept[number], details=details)
                break
        else:
            places[place].append(len(kept))
            kept.append(remark)
    return kept


def _order(remark: Remark) -> tuple[bool, str, int, int, str]:
    passage = remark.passage
    return (passage.part != BODY, passage.part, passage.number, remark.start, remark.code)


def finding(remark: Remark, file: str) -> Finding:
    """The remark as a finding: file › 第31段 二（二）6, with the text it quotes."""
    part = remark.passage.part
    place = Place(file, "" if part == BODY else part_name(part), remark.passage.place)
    details = {**remark.details, "quote": remark.quote}
    return Finding(remark.code, remark.severity, place, details=details)


def slip(remark: Remark) -> Slip:
    """The remark as what a comment in a Word file is anchored by."""
    passage = remark.passage
    spot = passage.spot(remark.start, remark.end)
    return Slip(remark.code, remark.severity, passage.part, *spot, details=remark.details)


class Known(Struct, frozen=True):
    """What a draft's record says of a mark: the words that stand there, whether the working of
    their figure is on record, and the indicator that it is of."""

    words: str
    worked: bool
    key: str = ""


_NOTHING: Mapping[str, Known] = {}
_Span = tuple[int, int, Known]


def proof(
    paragraphs: Sequence[Paragraph],
    file: str,
    record: Mapping[str, Known] = _NOTHING,
    duties: Iterable[Duty] = (),
    settled: Collection[Collection[str]] = (),
) -> list[Finding]:
    """What a draft's own text gives cause to look at: warnings, at the paragraph.

    The cell that a figure comes from has had its own findings; here is where the text shows it. A
    figure whose working is on record, by its mark, is never doubted; nor are figures among which
    the records say how they stand: `settled` are the indicators of each such relation.
    """
    text = [passage(p.number, p.text, p.section, p.heading) for p in paragraphs]
    marked = {id(one): [*_marked(p, record)] for one, p in zip(text, paragraphs, strict=True)}
    remarks = (
        remark
        for remark in proofread(text, DRAFT_RULES, duties)
        if not _on_record(remark, marked[id(remark.passage)], settled)
    )
    return [_as_warning(finding(remark, file)) for remark in remarks]


def _marked(paragraph: Paragraph, record: Mapping[str, Known]) -> Iterator[_Span]:
    """Where the figures of the record stand: each behind the one before it."""
    at = 0
    for name in paragraph.marks:
        mark = record.get(name)
        start = paragraph.text.find(mark.words, at) if mark and mark.words else -1
        if mark and start >= 0:
            at = start + len(mark.words)
            yield start, at, mark


def _on_record(
    remark: Remark, marked: Sequence[_Span], settled: Collection[Collection[str]]
) -> bool:
    """Whether the records answer the remark: its figure was worked out by the program, or all its
    numbers are figures of one relation that is settled."""
    doubted = next((figure for a, b, figure in marked if a <= remark.claim < b), None)
    if doubted is None or doubted.worked:
        return doubted is not None
    inside = [one for one in marked if one[0] < remark.end and remark.start < one[1]]
    keys = {figure.key for _, _, figure in inside}
    bare = "".join(
        sign
        for at, sign in enumerate(remark.passage.plain)
        if remark.start <= at < remark.end and not any(a <= at < b for a, b, _ in inside)
    )
    whole = len(keys) > 1 and not any(sign.isdecimal() for sign in bare)
    return whole and any(keys <= set(relation) for relation in settled)


def _as_warning(error: Finding) -> Finding:
    weight = Severity.WARNING if error.severity is Severity.ERROR else error.severity
    details = {**error.details, "near": f"“{error.details['quote']}”"}
    return replace(error, severity=weight, details=details)
