"""Why something differs between two drafts: told from their records, never guessed from the text.

Data come first: a cell that says something else. Then the catalogue (another formula, unit or
setting), the template, the program. An edit by hand is one because the record says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import islice

from msgspec import Struct, field

from drafter.draft.edit_record import EditRecord
from drafter.draft.record import FigureRecord, Manifest, SourceRecord
from drafter.model.pattern import pattern
from drafter.word.excerpt import differing

CATALOGUE, TEMPLATE, PROGRAM = "templates/指标目录.xlsx", "templates/报告模板.docx", "程序"

_NUMBER = pattern(r"\d[\d.,，]*")
_MOST_EDITS = 50  # looked through for words that belong to an edit and are not all of it


class Why(StrEnum):
    """The kinds of causes."""

    DATA = "数据"
    TEMPLATE = "模板"
    CATALOGUE = "目录"
    PROGRAM = "程序"
    STAGE = "稿次"
    HAND = "手改"
    UNKNOWN = "不明"


class CellChange(Struct, frozen=True, forbid_unknown_fields=True):
    """A cell that says something else than before; `version` is the file that says it now."""

    department: str
    place: str
    old: str
    new: str
    version: str
    explanation: str

    def sentence(self) -> str:
        """区司法局　区司法局.xlsx › 填报表!D12　613→620（版本1a2b3c4d）　说明：…"""
        note = f"　说明：{self.explanation}" if self.explanation else ""
        return f"{self.department}　{self.place}　{self.change}（{self.version}）{note}"

    @property
    def change(self) -> str:
        """613→620; of long texts what differs."""
        old, new = differing(self.old, self.new)
        return f"{old or '（无）'}→{new or '（无）'}"


class Cause(Struct, frozen=True, forbid_unknown_fields=True):
    """Why, in one word; the cells behind it, or a sentence."""

    why: Why
    cells: tuple[CellChange, ...] = ()
    note: str = ""

    def sentence(self) -> str:
        """数据：区司法局　区司法局.xlsx › 填报表!D12　613→620（版本1a2b3c4d）"""
        details = "；".join([*(cell.sentence() for cell in self.cells), *filter(None, [self.note])])
        return f"{self.why}：{details}" if details else str(self.why)


class Records(Struct, frozen=True, dict=True):
    """The records of both drafts; `versions` gives a file's digest the name of its version."""

    old: Manifest | None
    new: Manifest | None
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def both(self) -> bool:
        """Whether both drafts have a record, without which no cause is known."""
        return self.old is not None and self.new is not None

    def differs(self, name: str) -> bool:
        """Whether an input file differs between the drafts."""
        if self.old is None or self.new is None:
            return False
        return self.old.inputs.get(name) != self.new.inputs.get(name)

    @property
    def submissions_differ(self) -> bool:
        """Whether any department's workbook differs."""
        if self.old is None or self.new is None:
            return False
        names = {n for n in (*self.old.inputs, *self.new.inputs) if n.startswith("inputs/")}
        return any(self.differs(name) for name in names)

    def version(self, file: str) -> str:
        """The name of the file's version in the new draft: 第2次报送, or its digest's start."""
        inputs = self.new.inputs if self.new else {}
        digests = [
            d
            for name, d in inputs.items()
            if name.startswith("inputs/") and name.endswith(f"/{file}")
        ]
        if not digests:
            return "未报"
        return self.versions.get(digests[-1], f"版本{digests[-1][:8]}")

    def of_figure(self, old: FigureRecord | None, new: FigureRecord | None) -> Cause:
        """Why a figure in both drafts differs."""
        for side, record in (("现", new), ("原", old)):
            if record is not None and record.edit is not None:
                return Cause(Why.HAND, (), f"{side}为{record.edit.sentence()}")
        if not self.both:
            return Cause(Why.UNKNOWN)
        cells = tuple(self._cells(old, new))
        if cells:
            return Cause(Why.DATA, cells)
        if old and new and old.decision != new.decision:
            return Cause(Why.DATA, (), new.decision or f"已撤销：{old.decision}")
        # Cells were compared above: where there are any, they are not the reason.
        other = tuple(w for w in self._reasons if w is not Why.DATA or not _sourced(old, new))
        if Why.CATALOGUE in other and not (old and new and old.value == new.value):
            return Cause(Why.CATALOGUE, (), "指标目录有改动")
        return _likeliest(other)

    def of_place(self, record: FigureRecord, old: str, new: str) -> Cause:
        """Why a figure is in one of the texts only; the ledger says whether its value changed."""
        mine, theirs = (_entry(side, record.key) for side in (self.old, self.new))
        text = self.of_text(old, new)
        if text.why is Why.HAND or not record.key or mine is None or theirs is None:
            return text
        return text if mine == theirs else self.of_figure(mine, theirs)

    def of_text(self, old: str = "", new: str = "") -> Cause:
        """Why words outside any figure differ."""
        if edit := self._edit(old, new):
            return Cause(Why.HAND, (), f"{edit.by}，{edit.date}")
        before, after = self._stages
        if before != after and _within(old, before) and _within(new, after):
            return Cause(Why.STAGE, (), f"{before}→{after}")
        return _likeliest(self._reasons)

    @property
    def _stages(self) -> tuple[str, str]:
        return (self.old.stage if self.old else ""), (self.new.stage if self.new else "")

    @cached_property
    def _reasons(self) -> tuple[Why, ...]:
        """What may have changed words that nobody edited, the likeliest first."""
        differences = (
            (Why.TEMPLATE, self.differs(TEMPLATE)),
            (Why.CATALOGUE, self.differs(CATALOGUE)),
            (Why.DATA, self.submissions_differ),
            (Why.PROGRAM, self.differs(PROGRAM)),
            (Why.STAGE, len(set(self._stages)) > 1),
        )
        return tuple(why for why, differs in differences if differs)

    def _edit(self, old: str, new: str) -> EditRecord | None:
        """The edit by hand, made or withdrawn between the two, that these words belong to."""
        if edit := self._edits.get((old, new)):
            return edit
        near = list(islice(self._edits.items(), _MOST_EDITS))
        exact = (e for (a, b), e in near if _within(old, a) and _within(new, b))
        return next(exact, None) or next((e for (a, b), e in near if _alike(old, new, a, b)), None)

    @cached_property
    def _edits(self) -> dict[tuple[str, str], EditRecord]:
        """The edits by what they changed into what: those made, then those withdrawn."""
        mine = {(e.key, e.old, e.new): e for e in (self.old.edits if self.old else ())}
        theirs = {(e.key, e.old, e.new): e for e in (self.new.edits if self.new else ())}
        edits: dict[tuple[str, str], EditRecord] = {}
        for key, edit in theirs.items():
            if key not in mine:
                edits.setdefault((edit.old, edit.new), edit)
        for key, edit in mine.items():
            if key not in theirs:
                edits.setdefault((edit.new, edit.conflict or edit.old), edit)
        return edits

    def _cells(self, old: FigureRecord | None, new: FigureRecord | None) -> list[CellChange]:
        before = {_cell(s): s for s in (old.sources if old else ())}
        after = {_cell(s): s for s in (new.sources if new else ())}
        return [
            self._cell_change(before.get(cell), after.get(cell))
            for cell in dict.fromkeys((*before, *after))
            if _said(before.get(cell)) != _said(after.get(cell))
        ]

    def _cell_change(self, old: SourceRecord | None, new: SourceRecord | None) -> CellChange:
        source = new or old
        assert source is not None
        place = str(source.place)
        before, after = ("" if s is None else s.said for s in (old, new))
        version = self.version(source.file)
        return CellChange(source.department, place, before, after, version, source.explanation)


def _likeliest(reasons: Sequence[Why]) -> Cause:
    """The first of the reasons; the others are named as possible."""
    if not reasons:
        return Cause(Why.UNKNOWN)
    others = f"也可能因{'、'.join(reasons[1:])}" if len(reasons) > 1 else ""
    return Cause(reasons[0], (), others)


def _sourced(old: FigureRecord | None, new: FigureRecord | None) -> bool:
    return bool(old and new and old.sources and new.sources)


def _entry(manifest: Manifest | None, key: str) -> FigureRecord | None:
    entries = manifest.entries if manifest else ()
    return next((entry for entry in entries if entry.key == key), None)


def _cell(source: SourceRecord) -> tuple[str, str, str]:
    return source.file, source.sheet, source.cell


def _said(source: SourceRecord | None) -> str | None:
    return None if source is None else source.said


def _alike(old: str, new: str, was: str, now: str) -> bool:
    """Whether the words are the edit's, apart from numbers that data have changed since."""
    sides = zip((old, new), (was, now), strict=True)
    plain = [(_NUMBER.sub("0", words), _NUMBER.sub("0", edited)) for words, edited in sides]
    return any(len(words) > 1 for words, _ in plain) and all(_within(*pair) for pair in plain)


def _within(words: str, edited: str) -> bool:
    """Whether one text contains the other; an empty text matches only an empty one."""
    return words == edited or bool(words and edited and (words in edited or edited in words))
