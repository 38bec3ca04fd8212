"""催报函, 提醒函: numbered letters to departments that have not sent their forms, as Word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from drafter.catalogue.catalogue import Settings
from drafter.desk.departments.departments import reminders_of
from drafter.desk.files.folders import Folders, write_file
from drafter.desk.files.typed import person
from drafter.desk.records.review_filings import Notice, Purpose
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.intake.reminder import Reminder
from drafter.model.dates import official_date, official_moment
from drafter.model.errors import WorkspaceError
from drafter.model.shown import shown_lines

FOLDER = "函件"
SYMBOL = "发文代字"
_SYMBOL = "函"


class Letter(Struct, frozen=True):
    """A letter on record, and its file in output/年度/函件."""

    notice: Notice
    path: Path


@alone
def write_letters(
    workspace: Workspace, departments: Sequence[str] = (), who: str = ""
) -> list[Letter]:
    """A letter to each of these departments that has sent nothing, or to all such: a 催报函 after
    the deadline, a 提醒函 before. Whoever was sent the same today is not sent another."""
    checked = workspace.check()
    silent = reminders_of(workspace, checked)
    asked = [one for one in silent if not departments or one.department in departments]
    if departments and len(asked) < len(set(departments)):
        late = {one.department for one in silent}
        there = "、".join(name for name in departments if name not in late)
        raise WorkspaceError(f"{there}已报送，或不在目录中，不用催报")
    settings = checked.catalogue.settings
    records = workspace.records(settings.year)
    today, letters = official_date(workspace.clock().date()), records.filed(Notice)
    for reminder in asked:
        notice = _notice(workspace, settings, reminder, who)
        if not any(_same(one, notice) and one.day == today for one in letters):
            letters.append(records.file(notice))
    names = {one.department: _purpose(one) for one in asked}
    current = [n for n in letters if n.day == today and names.get(n.department) is n.purpose]
    return [_written(workspace, settings, notice) for notice in current]


def _same(one: Notice, other: Notice) -> bool:
    return (one.department, one.purpose) == (other.department, other.purpose)


def _purpose(reminder: Reminder) -> Purpose:
    return Purpose.URGE if reminder.late is not None and reminder.late > 0 else Purpose.REMIND


def _notice(workspace: Workspace, settings: Settings, reminder: Reminder, who: str) -> Notice:
    now, texts = workspace.clock(), settings.texts
    return Notice(
        year=now.year,
        number=_free_number(workspace, now.year),
        symbol=texts.get(SYMBOL, "") or _SYMBOL,
        sender=settings.sender,
        report=settings.report,
        purpose=_purpose(reminder),
        department=reminder.department,
        lines=_lines(settings, reminder),
        day=official_date(now.date()),
        who=person(who),
        when=official_moment(now),
    )


def _free_number(workspace: Workspace, year: int) -> int:
    """The letters of a calendar year are counted through, whatever report they are about."""
    years = workspace.folders.years("records")
    notices = (n for y in years for n in workspace.records(y).filed(Notice) if n.year == year)
    return 1 + max((notice.number for notice in notices), default=0)


def _lines(settings: Settings, reminder: Reminder) -> tuple[str, ...]:
    """The paragraphs of the letter."""
    form = f"《{settings.title}数据填报表》"
    until = reminder.until
    if _purpose(reminder) is Purpose.URGE:
        body = (
            f"为做好{settings.year}年度{settings.report}编制工作，{settings.we}已向贵单位下发{form}，"
            f"报送期限为{until}，现已超过{reminder.late}天，贵单位的填报表尚未收到。",
            f"请贵单位高度重视，抓紧组织填报，收到本函后2日内报送{settings.we}；"
            "确有困难的，请书面说明原因。",
        )
    else:
        left = f"，还有{-reminder.late}天" if reminder.late else ""
        left = "，今天到期" if reminder.late == 0 else left
        limit = f"报送期限为{until}{left}。" if until else ""
        body = (
            f"为做好{settings.year}年度{settings.report}编制工作，{settings.we}已向贵单位下发{form}。{limit}",
            "请贵单位按统一的统计时间和口径如实填报，经单位负责人审核后按期"
            f"报送{settings.we}；已经报送的，请告知。",
        )
    contact = "　".join(filter(None, (settings.texts.get(n, "") for n in ("联系人", "联系电话"))))
    return (*body, *([f"（联系人：{contact}）"] if contact else []))


def _written(workspace: Workspace, settings: Settings, notice: Notice) -> Letter:
    path = letter_folder(workspace.folders, settings.year) / notice.file
    write_file(path, letter_document(notice))
    return Letter(notice, path)


def letter_folder(folders: Folders, year: int) -> Path:
    """output/2023/函件"""
    return folders.output(year) / FOLDER


def letters_of(workspace: Workspace, year: int) -> list[Letter]:
    """The letters on record, the last first."""
    folder = letter_folder(workspace.folders, year)
    notices = workspace.records(year).filed(Notice)
    return [Letter(notice, folder / notice.file) for notice in reversed(notices)]


class Sheet(Struct, frozen=True):
    """What stands on a letter."""

    sender: str
    reference: str
    subject: str
    recipient: str
    lines: tuple[str, ...]
    day: str


def letter_document(notice: Notice) -> bytes:
    """The letter as a .docx; the same record makes the same bytes."""
    return letter_of(
        Sheet(
            notice.sender,
            notice.reference,
            notice.subject,
            notice.department,
            notice.lines,
            notice.day,
        )
    )


def letter_of(sheet: Sheet) -> bytes:
    """The letter as a .docx; the same texts make the same bytes (GB/T 9704-2012, 10.1)."""
    from drafter.standard.letterhead import letterhead
    from drafter.standard.new_document import new_document, paragraph

    body = letterhead(sheet.sender, sheet.reference) + paragraph("", "Blank")
    body += paragraph(sheet.subject, "Title") + paragraph("", "Blank")
    body += paragraph(f"{sheet.recipient}：", "Recipient")
    body += "".join(paragraph(shown_lines(line)) for line in sheet.lines)
    body += paragraph("", "Blank") * 2
    body += paragraph(sheet.sender, "Signature") + paragraph(sheet.day, "Signature")
    return new_document(body, sheet.subject)
