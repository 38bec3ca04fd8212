"""Edits as people make them in Word, at random: in the file, and in a model of what it says.

The model is the report word by word. What it says after the same edits, with the same figures, is
what the draft has to say; and what was done to it is what the list of edits has to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from drafter.word.ooxml import SPACE, Element, w

# A word is one that stands once in the report, {} a figure.
SENTENCES = (
    (
        "全区依法办理民事援助案件{援助.民事}件。",
        "春季开展集中宣传。",
        "刑事援助案件办结{援助.刑事}件。",
    ),
    (
        "人民调解组织受理纠纷{调解.受理}件，成功{调解.成功}件。",
        "排查隐患形成闭环。",
        "群众满意程度稳步提高。",
    ),
    (
        "行政执法监督持续加强。",
        "其中援助{援助.民事}件、{援助.刑事}件，调解{调解.受理}件。",
        "评查案卷覆盖各乡镇。",
    ),
    ("普法工作走深走实。", "法治文化阵地建成开放。", "青少年教育基地投入使用。"),
    ("乡村示范创建有力推进。", "成功率由{调解.成功}件测算得出。", "下步继续压实责任。"),
    ("公证服务便民利企。", "仲裁机构规范运行良好。", "司法所建设达到标准。"),
)
ROWS = (
    ("事项", "件数"),
    ("民事甲", "{援助.民事}"),
    ("刑事乙", "{援助.刑事}"),
    ("调解丙", "{调解.受理}"),
    ("成功丁", "{调解.成功}"),
    ("合计戊", "{援助.民事}"),
)
_RARE = "鼎鼐黼黻罍卣觥觚爵觯斝盉簋簠敦豆俎彝"  # in no sentence of the report


# Words; or a figure: its key, and the value that somebody gave it.
Piece = str | tuple[str, str]
Figures = Mapping[str, int]


@dataclass(eq=False)
class Sentence:
    """Words and figures; `busy` where an edit was made."""

    pieces: list[Piece]
    busy: bool = False

    def text(self, figures: Figures, until: int | None = None) -> str:
        """What it says, up to a piece."""
        return "".join(
            p if isinstance(p, str) else p[1] or str(figures[p[0]]) for p in self.pieces[:until]
        )


@dataclass(eq=False)
class Line:
    """A paragraph of sentences, or a table's row of cells."""

    sentences: list[Sentence]
    is_row: bool = False

    def text(self, figures: Figures) -> str:
        """What it says."""
        return ("\t" if self.is_row else "").join(s.text(figures) for s in self.sentences)


def sentence(drawn: str) -> Sentence:
    """民事{援助.民事}件。"""
    pieces: list[Piece] = []
    for bit in drawn.split("{"):
        key, brace, after = bit.partition("}")
        pieces += [(key, ""), after] if brace else [bit]
    return Sentence([piece for piece in pieces if piece])


def report() -> list[Line]:
    """The report as the template has it."""
    rows = [Line([sentence(cell) for cell in row], True) for row in ROWS]
    texts = [Line([sentence(s) for s in sentences]) for sentences in SENTENCES]
    return [*texts[:4], *rows, *texts[4:], Line([sentence("全文完。")])]


@dataclass
class Made:
    """An edit as it was made; `undo` takes it out of the model."""

    old: str
    new: str
    by: str
    undo: Callable[[], None]
    figure: str = ""
    today: Callable[[], str] | None = None
    home: Sentence | None = None

    @property
    def conflict(self) -> str:
        """What the program writes in its place today, where that is no more what was there."""
        today = self.today() if self.today else self.old
        return today if today != self.old else ""


@dataclass
class Editor:
    """Makes edits, no two of which touch."""

    random: Random
    figures: dict[str, int]
    model: list[Line] = field(default_factory=report)
    made: list[Made] = field(default_factory=list)
    words_given: int = 0

    def edit(self, root: Element, by: str) -> None:
        """One edit of a kind chosen at random, where there is room for it."""
        self.random.choice(KINDS)(self, root, by)

    def program_writes_the_same(self) -> None:
        """Edits of figures that the data confirm are none any more."""
        for one in [m for m in self.made if m.figure and str(self.figures[m.figure]) == m.new]:
            one.undo()
            self.made.remove(one)

    def twins(self, made: Made) -> list[Made]:
        """The edits that read as this one does, in the order of the text: it may be one of two."""
        order = [id(one) for line in self.model for one in line.sentences]
        alike = [m for m in self.made if (m.old, m.new) == (made.old, made.new)]
        return sorted(alike, key=lambda m: order.index(id(m.home)) if m.home else 0)

    def choice(self, wanted: type | None = None) -> tuple[Line, Sentence, int] | None:
        """A place of which the neighbours have no edit: line, sentence, piece of the wanted type."""
        found = [
            (line, one, at)
            for line in self.model
            for n, one in enumerate(line.sentences)
            if len(line.sentences) > 1 and not any(s.busy for s in around(line.sentences, n))
            for at, piece in enumerate(one.pieces)
            if wanted is None or (isinstance(piece, wanted) and len(piece) > 1)
        ]
        return self.random.choice(found) if found else None

    def untouched(self) -> Line | None:
        """A line without any edit, between others without."""
        found = [
            line
            for n, line in enumerate(self.model[:-1])
            if n and not any(s.busy for x in around(self.model, n) for s in x.sentences)
        ]
        return self.random.choice(found) if found else None

    def rare_word(self) -> str:
        """A word of two characters that stands nowhere else."""
        self.words_given += 1
        first, second = divmod(self.words_given, len(_RARE))
        return _RARE[first] + _RARE[second]

    def change(
        self, root: Element, line: Line, one: Sentence, pieces: list[Piece], made: Made
    ) -> None:
        """Type it in the file, and note it in the model."""
        before = one.text(self.figures)
        was, one.pieces = one.pieces, pieces
        after = one.text(self.figures)
        one.pieces = was
        head = common(before, after)
        tail = common(before[head:][::-1], after[head:][::-1])
        home, offset = self.home(root, line, one)
        retype(home, offset + head, offset + len(before) - tail, after[head : len(after) - tail])
        one.pieces, one.busy, made.home = pieces, True, one
        made.undo = lambda: setattr(one, "pieces", was)
        self.made.append(made)

    def home(self, root: Element, line: Line, one: Sentence) -> tuple[Element, int]:
        """The paragraph in which the sentence stands, and where in it."""
        at = line.sentences.index(one)
        first = line.sentences[0].text(self.figures) if line.is_row else line.text(self.figures)
        home = next(p for p in root.iter(w("p")) if said(p) == first)
        if line.is_row:
            row = next(home.iterancestors(w("tr")))
            return row.findall(f"{w('tc')}/{w('p')}")[at], 0
        return home, len("".join(s.text(self.figures) for s in line.sentences[:at]))

    def whole(self, root: Element, line: Line) -> Element:
        """The paragraph, or the row."""
        home, _ = self.home(root, line, line.sentences[0])
        return next(home.iterancestors(w("tr"))) if line.is_row else home

    def put(self, lines: Sequence[Line], following: Line) -> None:
        """The lines before another one."""
        at = self.model.index(following)
        self.model[at:at] = lines

    def border(self, place: int) -> None:
        """Nothing more is edited at both sides of a place between lines."""
        for line in self.model[max(0, place - 1) : place]:
            line.sentences[-1].busy = True
        for line in self.model[place : place + 1]:
            line.sentences[0].busy = True


def replace_words(editor: Editor, root: Element, by: str) -> None:
    if not (found := editor.choice(str)):
        return
    line, one, at = found
    text, new = str(one.pieces[at]), editor.rare_word()
    start = editor.random.randrange(len(text) - 1)
    typed = text[:start] + new + text[start + 2 :]
    made = Made(text[start : start + 2], new, by, _nothing)
    editor.change(root, line, one, [*one.pieces[:at], typed, *one.pieces[at + 1 :]], made)


def change_figure(editor: Editor, root: Element, by: str) -> None:
    if not (found := editor.choice(tuple)):
        return
    line, one, at = found
    key = one.pieces[at][0]
    old, new = editor.figures[key], str(editor.figures[key] + editor.random.randint(1, 9))
    made = Made(str(old), new, by, _nothing, key, lambda: str(editor.figures[key]))
    editor.change(root, line, one, [*one.pieces[:at], (key, new), *one.pieces[at + 1 :]], made)


def delete_sentence(editor: Editor, root: Element, by: str) -> None:
    found = editor.choice()
    if found and not found[0].is_row:
        was = Sentence(found[1].pieces)
        made = Made(was.text(editor.figures), "", by, _nothing)
        made.today = lambda: was.text(editor.figures)
        editor.change(root, found[0], found[1], [], made)


def insert_sentence(editor: Editor, root: Element, by: str) -> None:
    found = editor.choice()
    if found and not found[0].is_row:
        new = f"{editor.rare_word()}{editor.rare_word()}。"
        pieces = [*found[1].pieces, new]
        editor.change(root, found[0], found[1], pieces, Made("", new, by, _nothing))


def delete_line(editor: Editor, root: Element, by: str) -> None:
    """A paragraph, or a row of the table."""
    if not (line := editor.untouched()):
        return
    home = editor.whole(root, line)
    home.getparent().remove(home)  # type: ignore[union-attr]
    at = editor.model.index(line)
    following = editor.model[at + 1]
    editor.model.remove(line)
    editor.border(at)

    def undo() -> None:
        editor.model.insert(editor.model.index(following), line)

    made = Made(line.text(editor.figures), "", by, undo)
    made.today = lambda: line.text(editor.figures)
    editor.made.append(made)


def move_line(editor: Editor, root: Element, by: str) -> None:
    """A paragraph across others, or a row across other rows."""
    line, target = editor.untouched(), editor.untouched()
    if not line or not target or line.is_row != target.is_row:
        return
    at, to = editor.model.index(line), editor.model.index(target)
    if at - to < 2 and to - at < 3:
        return
    home, place = (editor.whole(root, one) for one in (line, target))
    place.addprevious(home)
    following = editor.model[at + 1]
    editor.model.remove(line)
    editor.border(at)
    editor.model.insert(editor.model.index(target), line)
    editor.border(editor.model.index(line))
    editor.border(editor.model.index(target))
    line.sentences[1].busy = True

    def undo() -> None:
        editor.model.remove(line)
        editor.model.insert(editor.model.index(following), line)

    text = line.text(editor.figures)
    editor.made.append(Made(text, text, by, undo))


def move_table(editor: Editor, root: Element, by: str) -> None:
    """The table across two paragraphs or more."""
    rows, target = [line for line in editor.model if line.is_row], editor.untouched()
    if not target or target.is_row or any(s.busy for row in rows for s in row.sentences):
        return
    first, to = editor.model.index(rows[0]), editor.model.index(target)
    behind = first + len(rows)
    if first - to < 2 and to - behind < 2:
        return
    table = next(editor.whole(root, rows[0]).iterancestors(w("tbl")))
    editor.whole(root, target).addprevious(table)
    following = editor.model[behind]
    text = "\n".join(row.text(editor.figures) for row in rows)
    del editor.model[first:behind]
    editor.border(first)
    editor.put(rows, target)
    editor.border(editor.model.index(rows[0]))
    editor.border(editor.model.index(target))

    def undo() -> None:
        moved = [line for line in editor.model if line.is_row]
        for row in moved:
            editor.model.remove(row)
        editor.put(moved, following)

    editor.made.append(Made(text, text, by, undo))


KINDS = (
    *(replace_words, change_figure, change_figure, delete_sentence, insert_sentence),
    *(delete_line, move_line, move_table),
)


def _nothing() -> None:
    """What takes back an edit that was not made yet."""


def around(items: list[Any], at: int) -> list[Any]:
    return items[max(0, at - 1) : at + 2]


def common(a: str, b: str) -> int:
    """How many characters both begin with."""
    pairs = zip(a, b, strict=False)
    return next((n for n, (x, y) in enumerate(pairs) if x != y), min(len(a), len(b)))


def said(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(w("t")))


def retype(paragraph: Element, start: int, end: int, new: str) -> None:
    """Select a stretch and type: the new words stand in the run that had the first of it."""
    at, left = 0, new
    for text in list(paragraph.iter(w("t"))):
        words = text.text or ""
        first, at = at, at + len(words)
        touched = max(first, start) < min(at, end) or (left and first < start == end <= at)
        if touched or (left and start == end == first == 0):
            text.text = words[: max(start - first, 0)] + left + words[max(end - first, 0) :]
            text.set(SPACE, "preserve")
            left = ""
    for run in [r for r in paragraph.iter(w("r")) if said(r) == "" and r.find(w("t")) is not None]:
        run.getparent().remove(run)  # type: ignore[union-attr]
