"""What somebody did in a copy that no draft can carry on: page, format, charts.

The page is the template's, and a chart shows the data. So it is told, and stands against publishing
until somebody answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from drafter.review.compare.changes import Loss
from drafter.review.compare.weave import framed
from drafter.review.story.charts import drawn
from drafter.review.story.content import Paragraph
from drafter.review.story.document import Document
from drafter.review.story.story import paired, paragraphs
from drafter.review.story.units import addresses
from drafter.standard.fonts import family, size_name, twips
from drafter.word.adopted_threads import states
from drafter.word.excerpt import short
from drafter.word.ooxml import MATHS, Element, is_on, serialize, w
from drafter.word.styles import STYLES, THEME, Look, Styles, read_styles

_SIDES = {"top": "上", "bottom": "下", "left": "左", "right": "右"}
_MILLIMETRE = 56.7  # twips
_ALIGNED = {"center": "居中", "right": "居右", "end": "居右", "both": "两端对齐"}


def losses(base: Document, theirs: Document) -> list[Loss]:
    """All losses in the order of the text; `theirs` came from base, its marks restored."""
    pairs = _pairs(base, theirs)
    return [
        *_pages(base.root, theirs.root),
        *_regions(base, theirs),
        *_formats(base, theirs, pairs),
        *(loss for number, old, new in pairs for loss in _charts(number, old, new)),
    ]


def untracked(old: Document, new: Document) -> list[Loss]:
    """What Word tracks in no redline: headers that come or go, where links lead, which comments are
    settled; what LibreOffice cannot settle: how characters look, and formulas."""
    pairs = _pairs(old, new)
    links = (_links(number, before, after) for number, before, after in pairs)
    return [
        *_regions(old, new),
        *filter(None, links),
        *_characters(old, new, pairs),
        *_formulas(old, new),
        *_threads(old, new),
    ]


def _links(number: int, old: Paragraph, new: Paragraph) -> Loss | None:
    """A loss if the paragraph's links lead elsewhere."""
    before, after = addresses(old.pieces), addresses(new.pieces)
    if before == after:
        return None
    gone, come = (
        "、".join(x for x in a if x not in b) for a, b in ((before, after), (after, before))
    )
    return Loss("链接", gone, come, number)


def _characters(old: Document, new: Document, pairs: Pairs) -> Iterator[Loss]:
    """One loss, at the first of them, if paragraphs with the same words look otherwise in the new
    file, character by character; how many do."""
    styles = read_styles(old.parts), read_styles(new.parts)
    same = all(old.parts.get(part) == new.parts.get(part) for part in (STYLES, THEME))
    elements = ((n, a, b) for n, a, b in pairs if a.text == b.text and not (same and _twins(a, b)))
    changed = [
        number
        for number, *sides in elements
        if len({_dressed(*side) for side in zip(styles, sides, strict=True)}) > 1
    ]
    if changed:
        yield Loss("字样", "", str(len(changed)), changed[0])


def _twins(old: Paragraph, new: Paragraph) -> bool:
    """Whether the paragraphs are written alike, letter by letter."""
    if old.element is None or new.element is None:
        return False
    return serialize(old.element) == serialize(new.element)


def _dressed(styles: Styles, paragraph: Paragraph) -> tuple[tuple[object, int], ...]:
    """How the characters of the text look (font, size, bold, italic, struck out), and how many in a
    row look so."""
    if paragraph.element is None:
        return ()
    style, look = styles.of_paragraph(paragraph.element)
    around = styles.run_forms(style)
    forms: dict[bytes, tuple[object, ...]] = {}
    lengths = list[tuple[object, int]]()
    for run in paragraph.element.iter(w("r")):
        if length := sum(len((text.text or "").strip()) for text in run.iter(w("t"))):
            properties = run.find(w("rPr"))
            key = b"" if properties is None else serialize(properties)
            if key not in forms:
                forms[key] = _form(styles, run, look, around)
            lengths.append((forms[key], length))
    rows = groupby(lengths, key=itemgetter(0))
    return tuple((form, sum(length for _, length in row)) for form, row in rows)


def _form(
    styles: Styles, run: Element, look: Look, around: Sequence[Element]
) -> tuple[object, ...]:
    own, forms = styles.of_run(run, look), [*around, *styles.forms(run)]
    emphasis = (is_on(_last(forms, name), name) for name in ("b", "i", "strike"))
    return family(own.font), own.size, *emphasis


def _last(forms: Sequence[Element], name: str) -> Element | None:
    return next((form for form in reversed(forms) if form.find(w(name)) is not None), None)


def _formulas(old: Document, new: Document) -> Iterator[Loss]:
    """One loss if the formulas are not the same, or in another order."""
    before, after = (
        ["".join(map(str, formula.itertext())) for formula in document.root.iter(f"{MATHS}oMath")]
        for document in (old, new)
    )
    if before != after:
        yield Loss("公式", "", "")


def _threads(old: Document, new: Document) -> Iterator[Loss]:
    """One loss if a comment of both answers another one in the new file, or is settled there and
    was not, or the reverse: the redline has the old file's comment."""
    before, after = states(old.parts), states(new.parts)
    if any(before[remark] != after[remark] for remark in before.keys() & after.keys()):
        yield Loss("批注", "", "")


Pairs = Sequence[tuple[int, Paragraph, Paragraph]]


def _pairs(base: Document, theirs: Document) -> Pairs:
    """(number in the base, old, new) of each body paragraph that both have."""
    left = list(paragraphs(base.story.body.blocks))
    right = list(paragraphs(theirs.story.body.blocks))
    numbers = {id(e): n for n, e in enumerate(base.root.iter(w("p")), start=1)}
    alignment = framed(left, right)
    pairs = sorted((*alignment.pairs, *alignment.moves))
    return [(numbers.get(id(left[i].element), 0), left[i], right[j]) for i, j in pairs]


def _pages(base: Element, theirs: Element) -> Iterator[Loss]:
    old, new = ([_page(s) for s in root.iter(w("sectPr"))] for root in (base, theirs))
    if len(old) != len(new):
        yield Loss("版式", f"{len(old)}节", f"{len(new)}节")
        return
    for before, after in zip(old, new, strict=True):
        changed = [name for name in before if before[name] != after[name]]
        if changed:
            yield Loss("版式", _told(before, changed), _told(after, changed))


def _told(looks: Mapping[str, str], names: Sequence[str]) -> str:
    return "、".join(f"{name}{looks[name]}" for name in names)


def _page(section: Element) -> dict[str, str]:
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    lengths = {"纸宽": twips(size, "w"), "纸高": twips(size, "h")}
    lengths |= {f"{word}边距": abs(twips(margins, side)) for side, word in _SIDES.items()}
    return {name: f"{round(length / _MILLIMETRE)}毫米" for name, length in lengths.items()}


def _regions(base: Document, theirs: Document) -> Iterator[Loss]:
    """Headers and footers that only one of them has."""
    for old, new in paired(base.story, theirs.story):
        region = old or new
        if (old is None or new is None) and region is not None and region.text.strip():
            words = short(old.text) if old else "", short(new.text) if new else ""
            yield Loss(region.kind, *words)


def _formats(base: Document, theirs: Document, pairs: Pairs) -> Iterator[Loss]:
    """The changed formats, the same change in several paragraphs once."""
    styles = read_styles(base.parts), read_styles(theirs.parts)
    reported: set[tuple[str, str]] = set()
    for number, old, new in pairs:
        if old.element is None or new.element is None or old.style != new.style:
            continue
        sides = zip(styles, (old.element, new.element), strict=True)
        before, after = (_format(*side) for side in sides)
        changed = [name for name in before if before[name] and before[name] != after[name]]
        words = _told(before, changed), _told(after, changed)
        if changed and words not in reported:
            reported.add(words)
            yield Loss("格式", *words, number)


def _format(styles: Styles, paragraph: Element) -> dict[str, str]:
    """The paragraph's format, taken from most of its characters."""
    _, look = styles.of_paragraph(paragraph)
    counts: dict[tuple[str, str], int] = {}
    for run in paragraph.iter(w("r")):
        length = sum(len(text.text or "") for text in run.iter(w("t")))
        own = styles.of_run(run, look)
        form = family(own.font), size_name(own.size)
        counts[form] = counts.get(form, 0) + length
    font, size = max(counts, key=lambda form: counts[form], default=("", ""))
    return {"字体": font, "字号": size, "对齐": _align(look)}


def _align(look: Look) -> str:
    return _ALIGNED.get(look.align or "", "居左")


def _charts(number: int, old: Paragraph, new: Paragraph) -> Iterator[Loss]:
    """A loss for each data chart whose numbers somebody changed."""
    sides = ({name: p.pieces[n] for name, n in drawn(p.pieces)} for p in (old, new))
    before, after = sides
    for name in sorted(before.keys() & after.keys()):
        if before[name].key != after[name].key:
            yield Loss("图表", *_differing(before[name].text, after[name].text), number)


def _differing(old: str, new: str) -> tuple[str, str]:
    """The numbers that differ; "原大小" and "改了大小" where none does."""
    before, after = (text.strip("〔〕").split() for text in (old, new))
    if len(before) != len(after):
        return short(" ".join(before)), short(" ".join(after))
    pairs = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    if not pairs:
        return "原样", "改了大小或样子"
    return short("、".join(a for a, _ in pairs)), short("、".join(b for _, b in pairs))
