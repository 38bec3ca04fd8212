"""催报: who is late, and the text to send to each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from drafter.catalogue.calendar import DEADLINE
from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.rows import as_date
from drafter.intake.submission import Submission
from drafter.model.dates import official_date
from drafter.model.shown import shown_lines


class Reminder(Struct, frozen=True):
    """To a department that has not sent its form: the deadline that holds for it, in words; days
    past it (less than 0: days left; None where the catalogue states no date), and the text."""

    department: str
    contact: str
    late: int | None
    text: str
    until: str = ""


def reminders(
    catalogue: Catalogue,
    submissions: Iterable[Submission],
    today: date,
    extended: Mapping[str, date],
) -> list[Reminder]:
    """A reminder to each department that has sent nothing; some were put off to another day."""
    contacts = {d.name: f"{d.contact}　{d.phone}".strip() for d in catalogue.departments}
    texts = []
    for name in (s.department for s in submissions if not s.received):
        late = days_past(extended.get(name) or due(catalogue), today)
        until = _until(catalogue, extended.get(name))
        text = _text(catalogue, name, late, until)
        texts.append(Reminder(name, contacts[name], late, text, until))
    return texts


def due(catalogue: Catalogue) -> date | None:
    """The day until which all have to send; None where the catalogue states none."""
    return as_date(catalogue.settings.texts.get(DEADLINE, ""))


def days_past(until: date | None, today: date) -> int | None:
    """How many days it is past, less than 0 where it is to come; None for no day."""
    return (today - until).days if until else None


def _until(catalogue: Catalogue, extension: date | None) -> str:
    if extension:
        return f"{official_date(extension)}（已延期）"
    return catalogue.settings.texts.get(DEADLINE, "")


def _text(catalogue: Catalogue, department: str, late: int | None, until: str) -> str:
    settings = catalogue.settings
    limit = f"报送期限为{until}{_passed(late)}。" if until else ""
    body = (
        f"　　贵单位的《{settings.title}数据填报表》尚未收到，{limit}"
        if limit
        else (f"　　贵单位的《{settings.title}数据填报表》尚未收到。")
    )
    ask = f"请抓紧填报，并将.xlsx文件报送{settings.we}；如已报送，请告知。"
    contact = "　".join(settings.texts.get(n, "") for n in ("联系人", "联系电话")).strip()
    text = f"{department}：\n{body}{ask}\n" + (f"联系人：{contact}\n" if contact else "")
    return shown_lines(text)


def _passed(late: int | None) -> str:
    if late is None:
        return ""
    if late > 0:
        return f"，已超过{late}天"
    return f"，还有{-late}天" if late else "，今天到期"
