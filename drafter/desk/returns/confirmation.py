"""数据确认单: what a department confirmed, as Word, to be signed and stamped."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.desk.returns.handing_in import Own
from drafter.model.errors import WorkspaceError
from drafter.model.figure import Entry, Figure, Table, text
from drafter.model.finding import Blank
from drafter.model.shown import shown_lines

_HEADS = ("序号", "指标", "单位", "填报", "说明")
_SHARES = (8, 34, 10, 20, 28)
_FLUSH = (1, 4)
_LONGEST = 60  # characters of a text that the sheet repeats


def confirmation(own: Own) -> bytes:
    """The sheet as a .docx; the same confirmation makes the same bytes. Raises WorkspaceError where
    the version that stands is not confirmed."""
    from drafter.standard.new_document import new_document, paragraph, table

    dealing, receipt = own.standing.confirmation, own.receipt
    if dealing is None or receipt is None or not own.standing.confirmed:
        raise WorkspaceError(f"{own.department}的报表还没有确认，没有确认单")
    settings = own.checked.catalogue.settings
    title = f"{settings.title}数据确认单"
    lines = (
        f"填报单位：{own.department}　　统计时间：{settings.period}",
        f"以下为本单位{receipt.label}的数据，经核对无误，予以确认。",
    )
    body = paragraph(title, "Title") + paragraph("", "Blank")
    body += "".join(paragraph(shown_lines(line)) for line in lines)
    body += table([_HEADS, *_rows(own)], _SHARES, _FLUSH)
    foot = (
        f"网上确认：{dealing.who}，{dealing.when}",
        f"报表校验值：{receipt.sha256[:16]}",
        "填报人（签字）：　　　　　　　　单位负责人（签字）：",
    )
    body += "".join(paragraph(shown_lines(line)) for line in foot) + paragraph("", "Blank")
    body += paragraph("（单位盖章）", "Signature") + paragraph("　　年　　月　　日", "Signature")
    return new_document(body, title)


def _rows(own: Own) -> Iterator[tuple[str, ...]]:
    (submission,) = own.checked.submissions
    for number, indicator in enumerate(own.checked.catalogue.asked_of(own.department), 1):
        entry = submission.entries[indicator.key]
        cells = (indicator.label, indicator.unit, _value(entry), _note(entry))
        yield (str(number), *map(shown_lines, cells))


def _value(entry: Entry) -> str:
    if isinstance(entry, Table):
        return f"{len(entry.rows)}条" if entry.rows else "无"
    if isinstance(entry.value, Blank):
        return entry.value.value
    words = text(entry, 2)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…（共{len(words)}字）"


def _note(entry: Entry) -> str:
    return entry.sources[0].explanation if isinstance(entry, Figure) and entry.sources else ""
