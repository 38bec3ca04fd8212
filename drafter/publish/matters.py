"""What has to be settled before the report may go out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from drafter.draft.record import Manifest
from drafter.model.finding import Finding, Place, Severity
from drafter.model.pattern import pattern
from drafter.model.sentence import in_order
from drafter.publish.altered import altered
from drafter.publish.clean import clean
from drafter.publish.pictures import KNOWN
from drafter.publish.places import Places
from drafter.publish.stripping import PATH
from drafter.word.excerpt import short
from drafter.word.ooxml import Element, is_on, own_descendants, parse, w
from drafter.word.pieces import paragraph_text
from drafter.word.place import part_name
from drafter.word.texts import PARAGRAPH, Text, texts

_AWAITED = pattern(r"【(?:待补|不适用)[^】]*】?|【[^】]*待补[^】]*】")
_TAG = pattern(
    r"[{｛﹛]\s*[{｛﹛%％#＃]|[}｝﹜]\s*[}｝﹜]|(?<![\d.])[%％#＃]\s*[}｝﹜]|[\ufdd0-\ufdef]"
)
# Closing braces alone are no sign of a tag where there is other code than drafter's.
_OPENING = pattern(r"[{｛﹛][{｛﹛%％#＃]|[\ufdd0-\ufdef]")
_CHANGES = tuple(map(w, ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")))
# Fields whose result tells who wrote the file, when, or where it lies (ECMA-376 part 1, 17.16.5).
_TELLING = pattern(
    r"^\s*(AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|FILENAME|TEMPLATE|DOCPROPERTY|"
    r"DOCVARIABLE|COMMENTS|INFO|SAVEDATE|CREATEDATE|PRINTDATE|EDITTIME|REVNUM|DATE|TIME)\b",
    re.IGNORECASE,
)
_AROUND = 24


def open_matters(
    findings: Sequence[Finding],
    manifest: Manifest,
    parts: Mapping[str, bytes],
    draft: str,
    current: bool,
    edits: Sequence[Finding] = (),
) -> list[Finding]:
    """Everything that stands against publishing the draft, gravest first; [] where nothing does.

    `findings` are today's; `edits` what the review of hand edits leaves open; `current` tells
    whether the draft was made of what is there today, `draft` what it is called.
    """
    places = Places.of(parts, f"{draft}/报告.docx")
    matters = [f for f in (*findings, *edits) if f.severity is Severity.ERROR and f.open]
    matters += _own_errors((*findings, *edits), manifest)
    if not current:
        matters.append(_matter("publish-stale", Place(draft), draft=draft))
    matters += altered(manifest, parts, places, current)
    for name in parts:
        matters += _in_part(name, parts[name], places)
    matters += _left(parts, places.file)
    return in_order(matters)


def _matter(code: str, place: Place, /, **details: str) -> Finding:
    return Finding(code, Severity.ERROR, place, details=details)


def _own_errors(findings: Sequence[Finding], manifest: Manifest) -> Iterator[Finding]:
    """The draft's recorded errors that today's findings no longer contain."""
    current = {(f.code, f.place.file, f.place.cell, f.indicator) for f in findings}
    for record in manifest.findings:
        repeated = (record.code, record.file, record.cell, record.indicator) in current
        if record.severity is Severity.ERROR and record.open and not repeated:
            details = {"message": record.message}
            yield Finding(
                "publish-error", Severity.ERROR, record.place, record.indicator, "", details
            )


def _in_part(name: str, content: bytes, places: Places) -> Iterator[Finding]:
    """A finding for everything in the part that must not be published."""
    file = places.file
    ending = name.rpartition(".")[2].lower()
    if name.startswith("word/media/") and ending not in KNOWN:
        yield _matter("publish-picture", Place(file), name=name.rpartition("/")[2])
    if not (name.startswith("word/") and ending == "xml") or "comments" in name:
        return
    root = parse(content)
    yield from _changes(root, file)
    for number, paragraph in enumerate(root.iter(w("p")), start=1):
        place = places.at(number, name)
        yield from _in_paragraph(paragraph, place)
    for code in _field_codes(root):
        if match := _TELLING.match(code):
            yield _matter("publish-field", Place(file), field=match[1].upper())


def _left(parts: Mapping[str, bytes], file: str) -> Iterator[Finding]:
    """Tags and placeholders left in the published texts, link addresses and attributes too."""
    published = clean(parts, "", None).parts
    places = Places.of(published, file)
    for text in texts(published):
        place = _place(text, places)
        for placeholder in dict.fromkeys(_AWAITED.findall(text.text)):
            yield _matter("publish-placeholder", place, found=placeholder)
        pattern = _TAG if text.where == PARAGRAPH else _OPENING
        if tag := pattern.search(text.text):
            shown = text.text[max(0, tag.start() - 4) : tag.start() + _AROUND]
            yield _matter("publish-tag", place, found=_printable(shown))


def _place(text: Text, places: Places) -> Place:
    """第1稿/报告.docx › 页眉水印或艺术字, or the part as a whole."""
    if text.paragraph:
        at = places.at(text.paragraph, text.part)
        return replace(at, cell=f"{at.cell}{text.where}")
    part = part_name(text.part)
    return Place(places.file, part if text.where in part else f"{part}{text.where}")


def _changes(root: Element, file: str) -> Iterator[Finding]:
    if count := sum(1 for _ in root.iter(*_CHANGES)):
        yield _matter("publish-revisions", Place(file), count=str(count))


def _in_paragraph(paragraph: Element, place: Place) -> Iterator[Finding]:
    text = paragraph_text(paragraph)
    if path := PATH.search(text):
        yield _matter("publish-path", place, found=text[path.start() : path.start() + _AROUND])
    if hidden := "".join(map(_hidden, own_descendants(paragraph, w("r")))):
        yield _matter("publish-hidden", place, text=short(hidden, _AROUND))


def _hidden(run: Element) -> str:
    """The run's text if it is hidden, else ""."""
    if not is_on(run, "rPr", "vanish"):
        return ""
    return "".join(text.text or "" for text in run.iter(w("t")))


def _field_codes(root: Element) -> Iterator[str]:
    """Each field's code, joined where it is split over runs."""
    yield from (field.get(w("instr"), "") for field in root.iter(w("fldSimple")))
    code = ""
    for element in root.iter(w("fldChar"), w("instrText")):
        if element.tag == w("instrText"):
            code += element.text or ""
            continue
        if code.strip():
            yield code
        code = ""


def _printable(text: str) -> str:
    return "".join("\ufffd" if "\ufdd0" <= c <= "\ufdef" else c for c in text)
