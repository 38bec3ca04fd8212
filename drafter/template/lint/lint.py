"""检查模板: all that is wrong with a template, before there is any data, each at its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.rules.language import references
from drafter.model.finding import Finding, Severity
from drafter.proof.proof import slip as slip_of
from drafter.proof.rules.checklist import checklist
from drafter.proof.text.document import Document
from drafter.proof.text.passage import passage
from drafter.standard.check import check_format
from drafter.template.bare_parts import plain_tags
from drafter.template.compiling import compile_parts, read_parts
from drafter.template.joins import Written
from drafter.template.lint.names import Names
from drafter.template.lint.trial import tried
from drafter.template.lint.typing import Classifiers, full_width, outside
from drafter.template.sandbox import Sandbox
from drafter.template.template import Template
from drafter.template.wording import FILTERS, TESTS
from drafter.word.ooxml import parse
from drafter.word.outline import heading_styles, outline
from drafter.word.package import unpack
from drafter.word.pieces import paragraph_text
from drafter.word.place import findings, in_order
from drafter.word.safety import as_document, dangers
from drafter.word.slip import BODY, Slip
from drafter.word.styles import STYLES


class Linted(Struct, frozen=True):
    """What was found: the slips in the template, and each as a finding."""

    parts: Mapping[str, bytes]
    slips: tuple[Slip, ...]
    findings: tuple[Finding, ...]


def lint(content: bytes, file: str, catalogue: Catalogue) -> Linted:
    """The template against the catalogue. Raises TemplateError for what is no Word document."""
    parts = as_document(unpack(content, file))
    slips = dangers(parts)
    if not slips:
        sandbox = Sandbox(FILTERS, TESTS)
        slips = [*compile_parts(parts, sandbox).slips, *against(parts, catalogue, sandbox)]
        slips += _more(tried(parts, catalogue), slips)
        slips += [*_beside(parts, catalogue), *_unwritten(parts, catalogue), *check_format(parts)]
    unique = in_order({_identity(slip): slip for slip in slips}.values())
    return Linted(parts, tuple(unique), tuple(findings(unique, parts, file)))


def _unwritten(parts: Mapping[str, bytes], catalogue: Catalogue) -> Iterator[Slip]:
    """What 检查清单 asks for and the template has no place for."""
    body = parse(parts[BODY])
    lines = outline(body, heading_styles(parts.get(STYLES, b"")))
    document = Document.of([passage(p.number, p.text, p.section, p.heading) for p in lines])
    if document.passages:
        yield from map(slip_of, checklist(document, catalogue.checklist))


def _more(slips: list[Slip], others: list[Slip]) -> list[Slip]:
    """The slips at tags of which nothing is known to be wrong."""
    spots = {(s.part, s.paragraph, s.start) for s in others if s.severity is Severity.ERROR}
    return [slip for slip in slips if (slip.part, slip.paragraph, slip.start) not in spots]


def _identity(slip: Slip) -> tuple[object, ...]:
    return (slip.code, slip.part, slip.paragraph, slip.start, slip.indicator, *slip.details.items())


def against(
    parts: Mapping[str, bytes], catalogue: Catalogue, sandbox: Sandbox | None = None
) -> list[Slip]:
    """What is wrong with the names in the tags, and with the words behind them."""
    slips, used = _named(parts, catalogue, sandbox)
    return [*slips, *_unused(catalogue, used)]


def _named(
    parts: Mapping[str, bytes], catalogue: Catalogue, sandbox: Sandbox | None = None
) -> tuple[list[Slip], set[str]]:
    """What is wrong with the names in the tags, and which indicators they use."""
    names = Names(catalogue, sandbox or Sandbox(FILTERS, TESTS))
    classifiers, slips = Classifiers(catalogue), list[Slip]()
    for read in read_parts(parts):
        names.begin()
        for one in read.written:
            slips += _tags(one, names, classifiers)
    for typed in plain_tags(parts):
        names.begin()
        names.read(typed)
    return [*slips, *names.slips], names.used


def stop_at_unknown(template: Template, catalogue: Catalogue) -> None:
    """Raises TemplateError where the template names what the catalogue does not have."""
    slips, _ = _named(template.parts, catalogue)
    template.stop(in_order([slip for slip in slips if slip.severity is Severity.ERROR]))


def _tags(one: Written, names: Names, classifiers: Classifiers) -> Iterator[Slip]:
    text = paragraph_text(one.paragraph)
    ends = [*(typed.start for typed in one.tags[1:]), len(text)]
    for typed, end in zip(one.tags, ends, strict=True):
        thing = names.read(typed)
        yield from full_width(typed)
        if typed.tag.mark == "{{" and (
            slip := classifiers.slip(thing, typed, text[typed.end : end])
        ):
            yield slip


def _unused(catalogue: Catalogue, used: set[str]) -> Iterator[Slip]:
    """What is asked and stands nowhere: not in the template, a formula that counts, or a rule."""
    needed = {reference.key for rule in catalogue.rules for reference in references(rule.test)}
    needed |= used
    for indicator in catalogue.indicators.values():
        if indicator.formula is not None and indicator.key in needed:
            needed |= {reference.key for reference in references(indicator.formula)}
    for key, indicator in catalogue.indicators.items():
        if key not in needed:
            details = {"label": indicator.label}
            yield Slip("template-unused", Severity.HINT, "", 0, 0, 0, key, details)


def _beside(parts: Mapping[str, bytes], catalogue: Catalogue) -> Iterator[Slip]:
    """What looks like a tag and is none, and numbers that stand in none."""
    classifiers = Classifiers(catalogue)
    for read in read_parts(parts):
        tags = {one.paragraph: one.tags for one in read.written}
        unread = {(slip.part, slip.paragraph) for slip in read.slips}
        for paragraph, (part, number) in read.numbers.items():
            if paragraph.getroottree().getroot() is read.root and (part, number) not in unread:
                text = paragraph_text(paragraph)
                own, keys = tags.get(paragraph, ()), catalogue.indicators
                yield from outside(text, own, part, number, keys, classifiers)
