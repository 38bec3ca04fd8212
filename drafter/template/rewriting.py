"""Paragraphs of the template written anew: what stays keeps its runs, what is added looks like the
text beside it. A paragraph of which nothing is left goes, and so does a row of such paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from drafter.model.pattern import pattern
from drafter.template.levels import holds
from drafter.word.bookmarks import drop_halves
from drafter.word.ooxml import Element, parent_of, parse, remove, serialize, w, within
from drafter.word.package import packed, unpack
from drafter.word.pieces import FORMAT, cut, paragraph_text, run_texts, runs_between
from drafter.word.runs import run
from drafter.word.tables import rows_of

_WORDS = pattern(r"\{\{.*?\}\}|\{%.*?%\}|.", re.DOTALL)
_ANCHORS = ("sectPr", "commentRangeStart", "commentRangeEnd", "commentReference")


def rewritten(content: bytes, file: str, texts: Mapping[str, Mapping[int, str]]) -> bytes:
    """The template with those texts, by part and number of the paragraph; "" for none. Raises
    TemplateError for what is no Word document."""
    parts = unpack(content, file)
    for name, own in texts.items():
        root = parse(parts[name])
        paragraphs = dict(enumerate(root.iter(w("p")), start=1))
        changed = [paragraphs[number] for number in own if number in paragraphs]
        for number, text in own.items():
            if number in paragraphs:
                _write(paragraphs[number], text)
        _drop(changed)
        drop_halves(root)
        parts[name] = serialize(root)
    return packed(parts)


def _write(paragraph: Element, text: str) -> None:
    """The text in the paragraph: only what differs is touched."""
    changes = list(edits(paragraph_text(paragraph), text))
    cut(paragraph, sorted({edge for start, end, _ in changes for edge in (start, end)}))
    for start, end, words in reversed(changes):
        old = runs_between(paragraph, start, end)
        if words:
            _put(paragraph, start, words, old)
        for one in old:
            remove(one)


def edits(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """(from, to, what comes there instead), in order; a tag is changed as a whole."""
    mine, yours = _WORDS.findall(old), _WORDS.findall(new)
    offsets = [0]
    for word in mine:
        offsets.append(offsets[-1] + len(word))
    codes = SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes()
    for kind, start, end, first, last in codes:
        if kind != "equal":
            yield offsets[start], offsets[end], "".join(yours[first:last])


def _put(paragraph: Element, at: int, words: str, old: list[Element]) -> None:
    """The words before what they replace, else behind the text before them."""
    before = old or runs_between(paragraph, 0, at)[-1:]
    beside = before[-1] if before else next(iter(one for one, _ in run_texts(paragraph)), None)
    if beside is None:
        paragraph.append(run(words, None))
    elif old:
        old[0].addprevious(run(words, old[0].find(FORMAT)))
    elif before:
        beside.addnext(run(words, beside.find(FORMAT)))
    else:
        beside.addprevious(run(words, beside.find(FORMAT)))


def _drop(paragraphs: Iterable[Element]) -> None:
    """Take out those that show nothing any more: with their rows, where these show nothing."""
    empty = [p for p in paragraphs if not paragraph_text(p).strip() and not _anchored(p)]
    for row in dict.fromkeys(row for p in empty for row in [*p.iterancestors(w("tr"))][:1]):
        if not any(paragraph_text(p).strip() or _anchored(p) for p in row.iter(w("p"))):
            _drop_row(row)
    for paragraph in empty:
        if paragraph.getroottree().getroot() is not paragraph and not _last(paragraph):
            remove(paragraph)


def _drop_row(row: Element) -> None:
    """Take the row out, unless a cell runs over several; a table without rows goes with it."""
    table = next(row.iterancestors(w("tbl")))
    if within(row, w("sdt")) or next(table.iter(w("vMerge")), None) is not None:
        return
    remove(row)
    if not rows_of(table):
        remove(table)


def _anchored(paragraph: Element) -> bool:
    """Whether it holds what has to stay: a picture, a field, a section's end, a comment's."""
    return holds(paragraph) or next(paragraph.iter(*map(w, _ANCHORS)), None) is not None


def _last(paragraph: Element) -> bool:
    """Whether what is around needs it: a cell, a header or a note has a paragraph at its end."""
    around = parent_of(paragraph)
    others = [one for one in around if one.tag == w("p") and one is not paragraph]
    return around.tag != w("body") and (not others or around[-1] is paragraph)
