"""上报包: what a region hands up of its locked draft, in a pack that shows any change made to it.

    清单.json         every file with its hash, chained (publish/chain): its head is on the letter
    上报.json         whose it is, of which draft, the how-manieth
    指标.json         what each indicator was asked as
    ledger.json       the draft's record, with the departments' cells
    日志.json         the log of the year's records, up to the last of the following
    锁定/ 审签/       the lock and the signatures, as they are on record

No department's workbook is in it. The same draft, locked and signed the same, makes the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from msgspec import Meta, Struct

from drafter.catalogue.indicator import Indicator
from drafter.desk.records.filings import SHA256, Signature
from drafter.desk.records.log import Entry as LogEntry
from drafter.desk.records.log import file_of
from drafter.desk.records.record_kinds import FOLDERS
from drafter.desk.records.review_filings import Lock
from drafter.model.finding import Kind
from drafter.model.record import Filed, encoded
from drafter.publish.chain import LIST, listing
from drafter.publish.evidence import Pack
from drafter.word.package import Part, pack

FORMAT = "drafter-hand-up/1"
COVER, ASKED, RECORD, LOG = "上报.json", "指标.json", "ledger.json", "日志.json"
LARGEST = 20 << 20  # bytes
_LONGEST = 4000
Text = Annotated[str, Meta(max_length=_LONGEST)]
Name = Annotated[str, Meta(max_length=60, min_length=1)]


class Cover(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose pack it is, of which year and draft (with the hash of its report), and the how-manieth
    that the region hands up."""

    format: Text
    region: Name
    level: Text
    year: Annotated[int, Meta(ge=1990, le=2200)]
    title: Text
    period: Text
    draft: Annotated[int, Meta(ge=1, le=10**9)]
    id: Text
    report: Annotated[str, Meta(pattern=SHA256)]
    serial: Annotated[int, Meta(ge=1, le=10**9)]


class Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An indicator as the region's catalogue has it; `columns` are those of a table: name, unit and
    kind."""

    key: Text
    label: Text
    unit: Text
    kind: Kind
    definition: Text = ""
    columns: tuple[tuple[Text, Text, Kind], ...] = ()

    @classmethod
    def of(cls, indicator: Indicator) -> Asked:
        """The record of an indicator of ours."""
        return cls(
            key=indicator.key,
            label=indicator.label,
            unit=indicator.unit,
            kind=indicator.kind,
            definition=indicator.definition[:_LONGEST],
            columns=tuple((c.name, c.unit, c.kind) for c in indicator.columns),
        )


def packed_up(
    cover: Cover,
    indicators: Iterable[Indicator],
    record: bytes,
    sealed: Sequence[Lock | Signature],
    log: Sequence[LogEntry],
) -> Pack:
    """The pack of a draft's record; `sealed` are its lock and signatures. Nothing in it is
    compressed, so that its bytes depend on the files alone."""
    names = {name_of(one) for one in sealed}
    last = max((entry.serial for entry in log if entry.record in names), default=0)
    files = {
        COVER: encoded(cover, indent=1) + b"\n",
        ASKED: encoded([Asked.of(one) for one in indicators], indent=1) + b"\n",
        RECORD: record,
        LOG: encoded([entry for entry in log if entry.serial <= last], indent=1) + b"\n",
        **{name_of(one): file_of(one) for one in sealed},
    }
    listed = listing(files.items())
    members: Mapping[str, bytes] = {LIST: listed.to_bytes(), **files}
    return Pack(pack([Part.stored(n, c) for n, c in members.items()], unix=True), listed.head)


def name_of(record: Filed) -> str:
    """锁定/00001.json: the record's file in the year's folder, and in the pack."""
    return f"{FOLDERS[type(record)]}/{record.serial:05}.json"
