"""What has to be settled before the report may go out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from drafter.draft.record import Manifest
from drafter.model.finding import Finding, Place, Severity
from drafter.model.sentence import in_order
from drafter.publish.clean import clean
from drafter.publish.pictures import KNOWN
from drafter.publish.stripping import PATH
from drafter.word.elsewhere import lasting
from drafter.word.ooxml import Element, own_descendants, parse, w
from drafter.word.outline import outline
from drafter.word.pieces import paragraph_text
from drafter.word.place import part_name
from drafter.word.slip import BODY
from drafter.word.texts import PARAGRAPH, Text, texts

_AWAITED = re.compile(r"【(?:待补|不适用)[^】]*】?|【[^】]*待补[^】]*】")
_TAG = re.compile(
    r"[{｛﹛]\s*[{｛﹛%％#＃]|[}｝﹜]\s*[}｝﹜]|(?<![\d.])[%％#＃]\s*[}｝﹜]|[\ufdd0-\ufdef]"
)
# Closing braces alone are no sign of a tag where there is other code than drafter's.
_OPENING = re.compile(r"[{｛﹛][{｛﹛%％#＃]|[\ufdd0-\ufdef]")
_CHANGES = tuple(map(w, ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")))
# Fields whose result tells who wrote the file, when, or where it lies (ECMA-376 part 1, 17.16.5).
_TELLING = re.compile(
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
    file = f"{draft}/报告.docx"
    matters = [f for f in (*findings, *edits) if f.severity is Severity.ERROR and f.open]
    matters += _own_errors((*findings, *edits), manifest)
    if not current:
        matters.append(_matter("publish-stale", Place(draft), draft=draft))
    matters += _edited(manifest, parts, file)
    if current:
        matters += _edited_elsewhere(manifest, parts, file)
    for name in parts:
        matters += _in_part(name, parts[name], file)
    matters += _left(parts, file)
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


def _edited(manifest: Manifest, parts: Mapping[str, bytes], file: str) -> Iterator[Finding]:
    """A finding for each paragraph that differs from the draft as it was written."""
    written = {p.number: p.text for p in manifest.paragraphs}
    now = {p.number: p.text for p in outline(parse(parts[BODY])) if p.text.strip()}
    if Counter(written.values()) == Counter(now.values()) and written.keys() == now.keys():
        return
    gone = Counter(written.values()) - Counter(now.values())
    fresh = Counter(now.values()) - Counter(written.values())
    for number, text in now.items():
        if text in fresh:
            yield _matter("publish-edited", _at(file, number), text=_short(text))
    for number, text in written.items():
        if text in gone and now.get(number) not in fresh:
            yield _matter("publish-lost", _at(file, number), text=_short(text))
    if not gone and not fresh:
        yield _matter("publish-moved", Place(file))


def _edited_elsewhere(
    manifest: Manifest, parts: Mapping[str, bytes], file: str
) -> Iterator[Finding]:
    """The same of headers, footers and notes; in whichever parts, for programs number them anew."""
    written = dict.fromkeys(manifest.elsewhere)
    now = dict.fromkeys(lasting(parse(parts[BODY]), parts))
    place = Place(file, "页眉、页脚或脚注")
    changes = [("publish-edited", t) for t in now if t not in written]
    changes += [("publish-lost", t) for t in written if t not in now]
    yield from (_matter(code, place, text=_short(text)) for code, text in changes)


def _in_part(name: str, content: bytes, file: str) -> Iterator[Finding]:
    """A finding for everything in the part that must not be published."""
    ending = name.rpartition(".")[2].lower()
    if name.startswith("word/media/") and ending not in KNOWN:
        yield _matter("publish-picture", Place(file), name=name.rpartition("/")[2])
    if not (name.startswith("word/") and ending == "xml") or "comments" in name:
        return
    root = parse(content)
    yield from _changes(root, file)
    for number, paragraph in enumerate(root.iter(w("p")), start=1):
        place = _at(file, number, name)
        yield from _in_paragraph(paragraph, place)
    for code in _field_codes(root):
        if match := _TELLING.match(code):
            yield _matter("publish-field", Place(file), field=match[1].upper())


def _left(parts: Mapping[str, bytes], file: str) -> Iterator[Finding]:
    """Tags and placeholders left in the published texts, link addresses and attributes too."""
    for text in texts(clean(parts, "", None).parts):
        place = _place(text, file)
        for placeholder in dict.fromkeys(_AWAITED.findall(text.text)):
            yield _matter("publish-placeholder", place, found=placeholder)
        pattern = _TAG if text.where == PARAGRAPH else _OPENING
        if tag := pattern.search(text.text):
            shown = text.text[max(0, tag.start() - 4) : tag.start() + _AROUND]
            yield _matter("publish-tag", place, found=_printable(shown))


def _place(text: Text, file: str) -> Place:
    """第1稿/报告.docx › 页眉1第2段水印或艺术字, or the part as a whole."""
    if text.paragraph:
        at = _at(file, text.paragraph, text.part)
        return replace(at, cell=f"{at.cell}{text.where}")
    part = part_name(text.part)
    return Place(file, part if text.where in part else f"{part}{text.where}")


def _changes(root: Element, file: str) -> Iterator[Finding]:
    if count := sum(1 for _ in root.iter(*_CHANGES)):
        yield _matter("publish-revisions", Place(file), count=str(count))


def _in_paragraph(paragraph: Element, place: Place) -> Iterator[Finding]:
    text = paragraph_text(paragraph)
    if path := PATH.search(text):
        yield _matter("publish-path", place, found=text[path.start() : path.start() + _AROUND])
    if hidden := "".join(map(_hidden, own_descendants(paragraph, w("r")))):
        yield _matter("publish-hidden", place, text=_short(hidden))


def _hidden(run: Element) -> str:
    """The run's text if it is hidden, else ""."""
    form = run.find(f"{w('rPr')}/{w('vanish')}")
    if form is None or form.get(w("val"), "true") in ("0", "false", "off"):
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


def _at(file: str, paragraph: int, part: str = BODY) -> Place:
    return Place(file, part_name(part), f"第{paragraph}段")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _AROUND else f"{plain[:_AROUND]}…"


def _printable(text: str) -> str:
    return "".join("\ufffd" if "\ufdd0" <= c <= "\ufdef" else c for c in text)
