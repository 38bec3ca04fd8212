"""稿: the filled template as Word files, with trace and findings beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial

from msgspec import Struct
from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.stages import printed
from drafter.draft.dress import Parts, dressed
from drafter.draft.entering import figure_record, finding_record, mark_records, paragraph_records
from drafter.draft.identity import CORE, core_part
from drafter.draft.record import FORMAT, REPORT, FigureRecord, Manifest, MarkRecord
from drafter.ledger.checks import relations, settled
from drafter.ledger.ledger import Ledger, Rulings
from drafter.model import sentence as told
from drafter.model.duty import Duty
from drafter.model.finding import Blank, Finding, Place, Severity
from drafter.standard.check import format_findings
from drafter.template.marker import Mark
from drafter.template.template import Filled, Template
from drafter.word.drawn import drawn
from drafter.word.elsewhere import elsewhere, lasting
from drafter.word.ooxml import parse
from drafter.word.outline import Paragraph, heading_styles, outline
from drafter.word.package import Part

Proof = Callable[[], Sequence[Finding]]
_PLACEHOLDERS = ("【不适用", "【不可比")
_BODY, _STYLES = "word/document.xml", "word/styles.xml"


class Origin(Struct, frozen=True):
    """What a run was made from: its key, the program's hash, each input file's hash, the stage.

    `stage` is "" for the catalogue's own.
    """

    run: str
    program: str
    inputs: Mapping[str, str]
    stage: str = ""


class Draft(Struct, frozen=True, dict=True):
    """A draft: the parts of its Word file, not dressed yet, and its record."""

    parts: Parts
    manifest: Manifest
    findings: tuple[Finding, ...]

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Its files by name."""
        return dressed(self.parts, self.manifest)


def _always(_: object, proofread: Proof) -> Sequence[Finding]:
    return proofread()


def compose(
    catalogue: Catalogue,
    ledger: Ledger,
    template: Template,
    origin: Origin,
    once: Callable[[object, Proof], Sequence[Finding]] = _always,
) -> Draft:
    """The whole draft, proofread; the same input gives the same bytes. Raises TemplateError.

    `once` may know from an earlier draft what proofreading finds, which hangs on its ground alone.
    """
    settings = catalogue.settings
    filled = _filled(catalogue, ledger, template, origin.stage)
    styles = _content(filled, _STYLES) if _STYLES in filled.parts else b""
    body = parse(_content(filled, _BODY))
    paragraphs = outline(body, heading_styles(styles))
    contents = {name: _content(filled, name) for name in filled.parts}
    looks = format_findings(contents, REPORT)
    # Sets have another order in every process, and the ground must not.
    answered = [sorted(keys) for keys in settled(catalogue, ledger)]
    ground = (paragraphs, _figures(filled.marks), catalogue.checklist, answered)
    remarks = once(ground, partial(_proof, *ground))
    read = [*_inapplicable(filled, paragraphs), *looks, *remarks]
    findings = told.in_order([*ledger.findings, *template.notes, *read])
    checks = relations(catalogue, ledger)
    rulings = Rulings.of(ledger)
    decision = partial(rulings.on, names=ledger.entries)
    words = _words(filled.marks)
    entries = tuple(
        figure_record(
            entry, settings.places, checks.get(key, ()), decision(entry), words.get(key, ())
        )
        for key, entry in ledger.entries.items()
    )
    homes = (*elsewhere(body, contents), *paragraphs)
    marks = mark_records(filled.marks, homes, settings.places, decision)
    manifest = _manifest(catalogue, entries, marks, paragraphs, findings, origin)
    shown = drawn(body, contents)
    manifest = replace(manifest, elsewhere=lasting(body, contents), drawn=shown)
    parts = _titled(filled, settings.title)
    return Draft(parts, manifest, tuple(findings))


def _filled(catalogue: Catalogue, ledger: Ledger, template: Template, stage: str) -> Filled:
    settings, texts = catalogue.settings, printed(catalogue.settings, stage)
    return template.fill(
        ledger.entries,
        texts,
        settings.places,
        ledger.last_year,
        [key for key, indicator in catalogue.indicators.items() if indicator.annexed],
        catalogue.fixed,
        ledger.series,
        settings.year,
        ledger.districts,
    )


def _figures(marks: Sequence[Mark]) -> dict[str, tuple[str, bool, str]]:
    """Each mark's words, whether the working of its figure is on record, and its indicator."""
    return {m.name: (m.words, bool(m.figure.workings), m.figure.key) for m in marks}


def _proof(
    text: Sequence[Paragraph],
    figures: Mapping[str, tuple[str, bool, str]],
    duties: Sequence[Duty],
    answered: Sequence[Sequence[str]],
) -> list[Finding]:
    """What proofreading the report finds; loaded only where it is done."""
    from drafter.proof.proof import Known, proof

    marks = {name: Known(*figure) for name, figure in figures.items()}
    return proof(text, REPORT, marks, duties, answered)


def _words(marks: Sequence[Mark]) -> dict[str, list[str]]:
    """The words that the report has for each number of the ledger."""
    words: dict[str, list[str]] = {}
    for mark in marks:
        if mark.figure.quantity is not None:
            words.setdefault(mark.figure.key, []).append(mark.words)
    return words


def _titled(filled: Filled, title: str) -> Parts:
    """The filled parts, the title among the properties unless the template fills it in itself."""
    part = filled.parts.get(CORE)
    if part is None:
        return filled.parts
    fills_in = isinstance(part, bytes)
    core = core_part(_content(filled, CORE), "" if fills_in else title)
    return {**filled.parts, CORE: core}


def _content(filled: Filled, name: str) -> bytes:
    part = filled.parts[name]
    return part.content if isinstance(part, Part) else part


def _manifest(
    catalogue: Catalogue,
    entries: tuple[FigureRecord, ...],
    marks: Sequence[MarkRecord],
    paragraphs: Sequence[Paragraph],
    findings: Sequence[Finding],
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
        stage=origin.stage or settings.texts.get("稿次", ""),
        program=origin.program,
        inputs=dict(origin.inputs),
        entries=entries,
        marks=tuple(marks),
        paragraphs=tuple(paragraph_records(paragraphs)),
        findings=tuple(map(finding_record, findings)),
    )


def _inapplicable(filled: Filled, paragraphs: Sequence[Paragraph]) -> list[Finding]:
    """A hint for each figure that the text prints although the department said 不适用, or although
    last year's cannot be compared with."""
    home = {name: paragraph.number for paragraph in paragraphs for name in paragraph.marks}
    return [
        _hint(mark, home.get(mark.name, 0))
        for mark in filled.marks
        if mark.words.startswith(_PLACEHOLDERS) and not mark.figure.is_known
    ]


def _hint(mark: Mark, paragraph: int) -> Finding:
    figure = mark.figure
    place = figure.sources[0].place if figure.sources else Place(REPORT)
    department = figure.sources[0].department if figure.sources else ""
    apart = figure.value is Blank.INCOMPARABLE
    code = "draft-incomparable" if apart else "draft-not-applicable"
    details = {"label": figure.label, "paragraph": str(paragraph)}
    details |= {"reason": "；".join(figure.awaited)} if apart else {}
    return Finding(code, Severity.WARNING, place, figure.key, department, details)
