"""ledger.json: what a draft was made of, and which figure stands where."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from drafter.catalogue.stages import STAGE
from drafter.draft.edit_record import DepartureRecord, EditRecord
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Blank, Kind, Place, Severity, Status
from drafter.model.quantity import decimal
from drafter.model.record import read_record, sparse
from drafter.word.excerpt import short

FORMAT = "drafter-draft/1"
REPORT = "报告.docx"  # the file of which this is the record
EDITS, REMARKS = "手改", "批注"  # among the inputs: what people did that a draft carries on
_LONGEST_ANSWER = 60
_json = json.JSONEncoder(ensure_ascii=False).encode

# What quantity.decimal writes.
_DIGITS = r"\A(-?[0-9]{1,400}(\.[0-9]{1,12})?)?\Z"


class FigureState(StrEnum):
    """Whether a figure has a value, and if so, whether it was edited by hand."""

    KNOWN = "有值"
    HAND = "手改"
    MISSING = Blank.MISSING.value
    NOT_APPLICABLE = Blank.NOT_APPLICABLE.value
    INCOMPARABLE = Blank.INCOMPARABLE.value


class SourceRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One cell; or what a district handed up, with the cells behind it in `through`."""

    department: str
    file: str
    sheet: str
    cell: str
    said: str
    explanation: str = ""
    overruled: bool = False
    through: tuple[SourceRecord, ...] = ()

    @property
    def place(self) -> Place:
        """Where the cell is."""
        return Place(self.file, self.sheet, self.cell)

    @property
    def line(self) -> str:
        """区司法局　区司法局.xlsx › 填报表!D12　填报：470（未采用）, a long answer cut."""
        return f"{self.department}　{self.place}　填报：{short(self.answer, _LONGEST_ANSWER)}"

    @property
    def answer(self) -> str:
        """What was filled in, and that the bureau took another department's word instead."""
        return f"{self.said}（未采用）" if self.overruled else self.said


def all_behind(sources: Iterable[SourceRecord]) -> Iterator[SourceRecord]:
    """Each source, and right behind it those that it came through, by 城东区·区司法局."""
    for source in sources:
        yield source
        for one in all_behind(source.through):
            yield replace(one, department=f"{source.department}·{one.department}")


class FigureRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure: as printed (`text`), exactly (`value`, decimal digits), and from where. Of 余 and
    约, `low` and `high` are the least and the most that it can mean.

    One that was edited by hand (`edit`) is no longer what its sources say; of one that is missing
    `awaited` names who has not said it yet. `written` are the words that the report has for an
    indicator, where they are others than its text: 2.8万余 for 28000余.
    """

    key: str
    label: str
    unit: str
    kind: Kind
    state: FigureState
    text: str
    value: Annotated[str, Meta(pattern=_DIGITS)] = ""
    hedge: str = ""
    low: Annotated[str, Meta(pattern=_DIGITS)] = ""
    high: Annotated[str, Meta(pattern=_DIGITS)] = ""
    workings: str = ""
    checks: tuple[str, ...] = ()
    decision: str = ""
    sources: tuple[SourceRecord, ...] = ()
    rows: tuple[dict[str, FigureRecord], ...] = ()
    edit: EditRecord | None = None
    awaited: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What a reader knows it by."""
        return self.label or "模板中计算"

    @property
    def answers(self) -> tuple[str, ...]:
        """What was filled in, each answer once, without those that were not taken."""
        return tuple(dict.fromkeys(one.said for one in self.sources if not one.overruled))

    @property
    def phrase(self) -> str:
        """The value wherever it is told: 613件, 99.2%, 28000余次（文中写作2.8万余）."""
        counted = self.kind.counts and self.state in (FigureState.KNOWN, FigureState.HAND)
        unit = self.unit if counted and self.kind is not Kind.RATE else ""
        otherwise = f"（文中写作{'、'.join(self.written)}）" if self.written else ""
        return f"{self.text}{unit}{otherwise}" if self.text else ""

    @property
    def in_full(self) -> str:
        """The value with what rounding left out of it: 0.3%（0.254%）."""
        rate = self.kind is Kind.RATE and self.value
        value = f"{decimal(Fraction(self.value) * 100)}%" if rate else self.value
        return f"{self.phrase}（{value}）" if value else self.phrase


def told_apart(old: FigureRecord | None, new: FigureRecord | None) -> tuple[str, str]:
    """Both values as they are told, "" for none; in full where they differ and read the same."""
    if old and new and old.phrase == new.phrase and old.value != new.value:
        return old.in_full, new.in_full
    return (old.phrase if old else "", new.phrase if new else "")


class MarkRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A figure in the document: its bookmark, its words, the paragraph."""

    name: str
    words: str
    paragraph: int
    section: str
    figure: FigureRecord

    @property
    def place(self) -> str:
        """第3段; outside of the body its words: 页眉, 脚注1."""
        return f"第{self.paragraph}段" if self.paragraph else self.section


class ParagraphRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paragraph of the document that has text."""

    number: int
    section: str
    heading: str
    text: str


class FindingRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A finding as every command prints it."""

    code: str
    severity: Severity
    file: str
    sheet: str
    cell: str
    indicator: str
    message: str
    status: Status = Status.WAITING
    state: str = ""
    department: str = ""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.file, self.sheet, self.cell)

    @property
    def open(self) -> bool:
        """Whether the bureau has not decided on it."""
        return self.status in (Status.WAITING, Status.EXPLAINED)

    @property
    def heading(self) -> str:
        """What it is headed by in lists: its weight; once it is decided, the decision's kind."""
        return str(self.severity if self.open else self.status)


class RemarkRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A comment that somebody left in a copy that was taken."""

    author: str
    date: str
    text: str


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole draft, on record; `number` is 0 until it has one. `elsewhere` is what headers,
    footers and notes say, `drawn` what charts, pictures and the like show."""

    format: str
    id: str
    run: str
    region: str
    year: int
    number: int = 0
    title: str
    stage: str = ""
    program: str
    inputs: dict[str, str]
    entries: tuple[FigureRecord, ...]
    marks: tuple[MarkRecord, ...]
    paragraphs: tuple[ParagraphRecord, ...]
    findings: tuple[FindingRecord, ...]
    edits: tuple[EditRecord, ...] = ()
    departures: tuple[DepartureRecord, ...] = ()
    elsewhere: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    remarks: tuple[RemarkRecord, ...] = ()

    @property
    def touched(self) -> bool:
        """Whether people have edited it, or left comments."""
        return bool(self.edits or self.remarks)

    @property
    def other_stage(self) -> str:
        """The stage that was asked for; "" where it is the catalogue's own."""
        return self.inputs.get(STAGE, "")

    def to_bytes(self) -> bytes:
        """UTF-8 JSON, a record a line, the same for the same draft."""
        lines = (f"{_json(name)}: {_lines(v)}" for name, v in sparse(self).items())
        return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _lines(value: object) -> str:
    """The value as JSON; of several, each on a line of its own."""
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(_json, value)) + "\n]"
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"{_json(k)}: {_json(v)}" for k, v in value.items()) + "\n}"
    return _json(value)


def run_key(inputs: Mapping[str, str]) -> str:
    """What a run is known by: the digests of all that goes into it."""
    return hashlib.sha256(json.dumps(dict(inputs), sort_keys=True).encode()).hexdigest()


def read_manifest(content: bytes, file: str) -> Manifest:
    """The record in a ledger.json. Raises WorkspaceError where it is not one."""
    manifest = read_record(Manifest, content)
    if isinstance(manifest, str):
        raise WorkspaceError(f"{file}{manifest}；请从备份恢复，或移走这一稿后重新生成")
    return manifest
