"""稿: the filled template as Word files, with trace and findings beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from drafter import findings as told
from drafter.catalogue.catalogue import Catalogue
from drafter.ledger.checks import relations
from drafter.ledger.ledger import Ledger
from drafter.model import Finding, Place, Severity
from drafter.report.comments import Comment, with_comments
from drafter.report.explain import explanation
from drafter.report.identity import CORE, with_identity
from drafter.report.manifest import (
    FORMAT,
    FigureRecord,
    FindingRecord,
    Manifest,
    figure_record,
    mark_records,
    paragraph_records,
)
from drafter.report.ooxml import parse
from drafter.report.outline import Paragraph, heading_styles, outline
from drafter.report.package import Part, pack
from drafter.report.template.marks import CHART_MARK, FIGURE_MARK, Mark
from drafter.report.template.template import Filled, Template
from drafter.report.workbooks import findings_workbook, trace_workbook

REPORT, TRACED, TRACE = "报告.docx", "报告(溯源版).docx", "溯源.xlsx"
FINDINGS, LEDGER = "核查.xlsx", "ledger.json"
_BODY, _STYLES = "word/document.xml", "word/styles.xml"
_LEAST_WORDS = 10
_ABSENT = ("value-missing", "workbook-missing", "row-missing", "draft-not-applicable")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a run was made from: its key, the program's hash, and each input file's hash."""

    run: str
    program: str
    inputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft's files by name, and its record."""

    files: Mapping[str, bytes]
    manifest: Manifest
    findings: tuple[Finding, ...]


def _unread(paragraphs: Sequence[Paragraph], file: str) -> list[Finding]:
    """A draft that nobody proofreads."""
    return []


def compose(
    catalogue: Catalogue,
    ledger: Ledger,
    template: Template,
    origin: Origin,
    proof: Callable[[Sequence[Paragraph], str], list[Finding]] = _unread,
) -> Draft:
    """The whole draft, proofread; the same input gives the same bytes. Raises TemplateError."""
    settings = catalogue.settings
    derived = {"统计期": settings.period, "下一年度": str(settings.year + 1)}
    texts = {**derived, **settings.texts}
    filled = template.fill(ledger.entries, texts, settings.places)
    styles = _content(filled, _STYLES) if _STYLES in filled.parts else b""
    paragraphs = outline(parse(_content(filled, _BODY)), heading_styles(styles))
    read = [*_inapplicable(filled, paragraphs), *proof(paragraphs, REPORT)]
    found = told.in_order([*ledger.findings, *template.notes, *read])
    checks = relations(catalogue, ledger)
    decided = ledger.decided
    entries = tuple(
        figure_record(entry, checks.get(key, ()), decided.get(key, ""))
        for key, entry in ledger.entries.items()
    )
    manifest = _manifest(catalogue, entries, filled, paragraphs, found, origin)
    files = {
        REPORT: _document(filled, manifest, _complaints(filled.marks, found)),
        TRACED: _document(filled, manifest, _explanations(filled.marks, found, checks)),
        TRACE: trace_workbook(manifest),
        FINDINGS: findings_workbook(manifest.findings, settings.title),
        LEDGER: manifest.to_bytes(),
    }
    return Draft(files, manifest, tuple(found))


def _content(filled: Filled, name: str) -> bytes:
    part = filled.parts[name]
    return part.content if isinstance(part, Part) else part


def _manifest(
    catalogue: Catalogue,
    entries: tuple[FigureRecord, ...],
    filled: Filled,
    paragraphs: Sequence[Paragraph],
    found: Sequence[Finding],
    origin: Origin,
) -> Manifest:
    settings = catalogue.settings
    return Manifest(
        format=FORMAT,
        id=hashlib.sha256(f"{FORMAT} {origin.run}".encode()).hexdigest()[:16],
        run=origin.run,
        region=settings.region,
        year=settings.year,
        title=settings.title,
        program=origin.program,
        inputs=dict(origin.inputs),
        entries=entries,
        marks=tuple(mark_records(filled.marks, paragraphs)),
        paragraphs=tuple(paragraph_records(paragraphs)),
        findings=tuple(_recorded(finding) for finding in found),
    )


def _recorded(finding: Finding) -> FindingRecord:
    told_of = {"state": finding.state, "department": finding.department}
    return FindingRecord(**told.record(finding), **told_of)


def _inapplicable(filled: Filled, paragraphs: Sequence[Paragraph]) -> list[Finding]:
    """A hint for each figure that the text prints although the department said 不适用."""
    home = {name: paragraph.number for paragraph in paragraphs for name in paragraph.marks}
    return [
        _hint(mark, home.get(mark.name, 0))
        for mark in filled.marks
        if "【不适用" in mark.words and not mark.figure.known
    ]


def _hint(mark: Mark, paragraph: int) -> Finding:
    figure = mark.figure
    place = figure.sources[0].place if figure.sources else Place(REPORT)
    department = figure.sources[0].department if figure.sources else ""
    details = {"label": figure.label, "paragraph": str(paragraph)}
    return Finding("draft-not-applicable", Severity.WARNING, place, figure.key, department, details)


def _document(filled: Filled, manifest: Manifest, comments: Mapping[str, Comment]) -> bytes:
    """The Word file. Parts that nothing touched keep their deflated bytes."""
    inflated = {name: _content(filled, name) for name in filled.parts}
    parts = with_comments(inflated, parse(inflated[_BODY]), comments)
    parts = with_identity(parts, manifest, isinstance(filled.parts.get(CORE), bytes))
    return pack(_packed(filled, inflated, name, content) for name, content in parts.items())


def _packed(filled: Filled, before: Mapping[str, bytes], name: str, content: bytes) -> Part:
    part = filled.parts.get(name)
    same = isinstance(part, Part) and before[name] == content
    return part if same and isinstance(part, Part) else Part.of(name, content)


def _complaints(marks: Sequence[Mark], found: Sequence[Finding]) -> dict[str, Comment]:
    """A comment at every figure that rests on a cell of which a finding speaks."""
    told_of: dict[Place, list[str]] = {}
    for finding in found:
        if finding.severity is not Severity.HINT and finding.code not in _ABSENT and finding.open:
            told_of.setdefault(finding.place, []).append(told.line(finding))
    lines = {mark.name: _lines_at(mark, told_of) for mark in marks if _speaks(mark)}
    return {name: Comment("核查意见\n" + "\n".join(said)) for name, said in lines.items() if said}


def _lines_at(mark: Mark, told_of: Mapping[Place, Sequence[str]]) -> list[str]:
    lines = (line for source in mark.figure.sources for line in told_of.get(source.place, ()))
    return list(dict.fromkeys(lines))


def _explanations(
    marks: Sequence[Mark], found: Sequence[Finding], checks: Mapping[str, Sequence[str]]
) -> dict[str, Comment]:
    """A comment at every figure and every long text: whence it comes, and what is wrong with it."""
    complaints = _complaints(marks, found)
    told_of = {
        mark.name: Comment(explanation(mark, checks.get(mark.figure.key, ())))
        for mark in marks
        if _speaks(mark)
    }
    return {
        name: replace(comment, text=f"{comment.text}\n{complaints[name].text}")
        if name in complaints
        else comment
        for name, comment in told_of.items()
    }


def _speaks(mark: Mark) -> bool:
    """Whether a mark deserves a comment of its own: figures, and texts longer than a name."""
    return mark.name.startswith((FIGURE_MARK, CHART_MARK)) or len(mark.words) >= _LEAST_WORDS
