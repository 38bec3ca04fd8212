"""The bureau's answer to a form: what to mend, in which cell, by when; ready to send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.forms.layout import TABLE_FIRST_COLUMN, TABLE_HEADER_ROW, Layout, lay_out
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.rows import as_date
from drafter.intake.submission import Submission
from drafter.model import quantity
from drafter.model.dates import official_date
from drafter.model.figure import Figure, Table
from drafter.model.finding import Finding, Kind, address
from drafter.model.sentence import asks, bare
from drafter.model.shown import shown_lines
from drafter.workbook.annotate import Annotation, Entry, Remark
from drafter.workbook.kinds import FileKind

# A form of which rows or headers are gone cannot be mended where it stands.
_BROKEN = (
    *("row-missing", "row-twice", "table-header", "unit-differs"),
    *("form-header-twice", "form-header-missing"),
)
_LONGEST_LINE = 120


class Form(StrEnum):
    """The workbook that is sent back: a copy of what came, or a new form, filled in or blank."""

    COPY = "报来的表的副本"
    CARRIED = "新表，报来的内容已填入"
    BLANK = "空白的新表"


_MEND = "在退回的表上更正后重新报送；数据确实无误的，请在“说明”栏写明原因。"
_DO = {
    Form.COPY: _MEND,
    Form.CARRIED: _MEND,
    Form.BLANK: "用随附的空白表重新填报后报送。",
}


class Reply(Struct, frozen=True):
    """To a department: what is to be mended, the text to send, and what the workbook shows."""

    submission: Submission
    findings: tuple[Finding, ...]
    form: Form
    annotation: Annotation
    text: str
    until: str

    @property
    def department(self) -> str:
        """To whom it goes."""
        return self.submission.department

    @property
    def fresh(self) -> bool:
        """Whether a new form takes the place of the one that came."""
        return self.form is not Form.COPY


def replies(
    catalogue: Catalogue,
    submissions: Iterable[Submission],
    findings: Sequence[Finding],
    kinds: Mapping[str, FileKind],
    today: date,
    extended: Mapping[str, date],
) -> list[Reply]:
    """A reply to each department whose form has open findings that it can settle. `kinds` are the
    kinds of the files, `extended` the days to which some were put off, by department."""
    outgoing = []
    for submission in submissions:
        own = [f for f in findings if f.department == submission.department]
        mine = [f for f in own if asks(f)]
        if mine:  # what points to the cell that explains them goes with them
            mine = [f for f in own if asks(f) or f.code == "fixed-crossing"]
        if submission.received and mine:
            kind = kinds.get(submission.department, FileKind.XLSX)
            old = kind not in (FileKind.XLSX, FileKind.XLSM)
            fresh = old or not submission.readable or any(f.code in _BROKEN for f in mine)
            until = due(catalogue, today, extended.get(submission.department))
            outgoing.append(_reply(catalogue, submission, mine, fresh, until))
    return outgoing


def renewed(catalogue: Catalogue, reply: Reply) -> Reply:
    """The reply with a new form, for a file that cannot be annotated."""
    return _reply(catalogue, reply.submission, reply.findings, True, reply.until)


def due(catalogue: Catalogue, today: date, extension: date | None) -> str:
    """The deadline for corrections, in the catalogue's words, or the day of an extension that is
    later; "" where it is past or not stated."""
    texts = catalogue.settings.texts
    stated = (texts.get(name, "") for name in ("更正期限", "报送期限"))
    common = next((text for text in stated if text and (as_date(text) or today) >= today), "")
    if extension and extension >= max(as_date(common) or today, today):
        return official_date(extension)
    return common


def _reply(
    catalogue: Catalogue,
    submission: Submission,
    findings: Sequence[Finding],
    fresh: bool,
    until: str,
) -> Reply:
    layout = lay_out(catalogue, submission.department) if fresh else None
    entries = tuple(_entries(catalogue, submission, layout)) if layout else ()
    form = (Form.CARRIED if entries else Form.BLANK) if fresh else Form.COPY
    remarks = tuple(_remark(catalogue, f, submission, layout) for f in findings)
    title = f"{submission.department}填报表更正清单（{len(findings)}处）"
    annotation = Annotation(title, tuple(_lines(form, until)), remarks, entries)
    text = _text(catalogue, submission, findings, form, until)
    return Reply(submission, tuple(findings), form, annotation, shown_lines(text), until)


def _remark(
    catalogue: Catalogue, finding: Finding, submission: Submission, layout: Layout | None
) -> Remark:
    sheet, cell = finding.place.sheet, finding.place.cell
    if layout:
        spot = layout.spots.get(finding.indicator)
        sheet, cell = (spot.sheet, address(spot.row, spot.column)) if spot else ("", "")
    label = _label(catalogue, finding)
    entry = submission.entries.get(finding.indicator)
    single = isinstance(entry, Figure) and entry.sources
    value = entry.sources[0].said if single and entry else finding.details.get("value", "")
    return Remark(str(finding.severity), sheet, cell, label, value, bare(finding))


def _label(catalogue: Catalogue, finding: Finding) -> str:
    indicator = catalogue.indicators.get(finding.indicator)
    return finding.details.get("label") or (indicator.label if indicator else "")


def _lines(form: Form, until: str) -> Iterator[str]:
    """The introduction of the list: what the workbook is, and what is to be done with it."""
    again = "填报" if form is Form.BLANK else "更正"
    yield f"请于{until}前{again}后重新报送。" if until else f"请{again}后尽快重新报送。"
    if form is Form.BLANK:
        yield "报来的文件无法采用，这是一份空白的新表，请重新填报。"
        return
    yield "数据确实无误的，不用改数，在该行“说明”栏写明原因。标了颜色的单元格带有批注。"
    if form is Form.COPY:
        yield "本表是退回的副本，填报的内容未作改动；原件中的宏、文本框、页眉图片等不在副本中。"
    else:
        yield "原表不便直接更正，这是一份新表，已把报来的内容逐格填入，请在本表上更正。"


def _text(
    catalogue: Catalogue,
    submission: Submission,
    findings: Sequence[Finding],
    form: Form,
    until: str,
) -> str:
    """The message, ready to be pasted."""
    settings = catalogue.settings
    head = f"{submission.department}："
    form_title, count = f"《{settings.title}数据填报表》", len(findings)
    body = f"　　贵单位报送的{form_title}经核查，有{count}处需要更正或确认："
    items = [f"{n}.{_item(catalogue, f, form)}" for n, f in enumerate(findings, start=1)]
    when = f"请于{until}前" if until else "请尽快"
    end = f"　　{when}{_DO[form]}"
    contact = "　".join(settings.texts.get(n, "") for n in ("联系人", "联系电话")).strip()
    return "\n".join([head, body, *items, end, *([f"联系人：{contact}"] if contact else [])]) + "\n"


def _item(catalogue: Catalogue, finding: Finding, form: Form) -> str:
    """Where, and what; with the indicator's name, which the sentence may leave to its place."""
    place = (finding.place.sheet, finding.place.cell) if form is Form.COPY else ()
    spot, sentence = "!".join(part for part in place if part), bare(finding)
    label = _label(catalogue, finding)
    sentence = sentence if label in sentence else f"“{label}”{sentence}"
    cut = sentence if len(sentence) <= _LONGEST_LINE else f"{sentence[:_LONGEST_LINE]}…"
    return f"{spot}　{cut}" if spot else cut


def _entries(catalogue: Catalogue, submission: Submission, layout: Layout) -> Iterator[Entry]:
    """What the department said, cell by cell of a blank form."""
    for key, entry in submission.entries.items():
        indicator = catalogue.indicators[key]
        if isinstance(entry, Table):
            sheet = next((name for name, table in layout.tables if table.key == key), "")
            yield from _table_entries(sheet, indicator, entry)
        elif entry.sources and (spot := layout.spots.get(key)):
            source = entry.sources[0]
            at = address(spot.row, spot.column)
            if source.said and not source.said.startswith("#"):
                yield _entry(spot.sheet, at, source.said, entry.kind)
            if source.explanation:
                beside = layout.note(key)
                yield Entry(beside.sheet, address(beside.row, beside.column), source.explanation)


def _table_entries(sheet: str, indicator: Indicator, table: Table) -> Iterator[Entry]:
    for number, row in enumerate(table.rows, start=TABLE_HEADER_ROW + 1):
        for at, column in enumerate(indicator.columns, start=TABLE_FIRST_COLUMN):
            figure = row.get(column.name)
            if figure and figure.sources and figure.sources[0].said:
                value = figure.sources[0].said
                yield _entry(sheet, address(number, at), value, column.kind)


def _entry(sheet: str, cell: str, value: str, kind: Kind) -> Entry:
    """The value as it was: a number as a number, everything else as the text that was typed."""
    if kind is Kind.DATE and (day := as_date(value)):
        return Entry(sheet, cell, day.isoformat(), date=True)
    amount = quantity.read(value) if kind.counts else None
    if amount and not amount.hedge and value.isascii() and "," not in value:
        return Entry(sheet, cell, float(amount.value))
    return Entry(sheet, cell, value)
