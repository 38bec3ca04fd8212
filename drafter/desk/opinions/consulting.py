"""征求意见: a draft goes to departments; what each says of a paragraph, and what becomes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from drafter.catalogue.rows import as_date
from drafter.desk.departments.departments import known_department
from drafter.desk.files.folders import Folders, read_file, write_file
from drafter.desk.files.typed import passage, person
from drafter.desk.opinions.commenting import words_of
from drafter.desk.opinions.consultation import Consultation, Heard, consultation
from drafter.desk.records.records import Records
from drafter.desk.records.review_filings import Outcome, Round, Ruling, View
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.disk.names import safe_name
from drafter.draft.record import REPORT
from drafter.model.dates import official_date, official_moment
from drafter.model.errors import WorkspaceError

STAGE = "征求意见稿"
FOLDER = "征求意见"


@alone
def consult(
    workspace: Workspace, until: str, departments: Sequence[str] = (), who: str = ""
) -> Consultation:
    """Send the last draft, which has to be a 征求意见稿, to these departments, or to all: write the
    copy without marks and comments to output/年度/征求意见, and put the round on record."""
    draft, day = workspace.drafted(), _due(until, workspace.clock().date())
    if draft.manifest.stage != STAGE:
        raise WorkspaceError(f"最后一稿（第{draft.number}稿）不是{STAGE}；请先生成一份{STAGE}")
    catalogue = workspace.catalogue()
    for name in departments:
        known_department(catalogue, name)
    content = clean_copy(draft)
    records = workspace.records(draft.manifest.year)
    number = 1 + max((r.serial for r in records.filed(Round)), default=0)
    folder = round_folder(workspace.folders, draft.manifest.year, number)
    write_file(folder / copy_name(draft), content)
    opened = Round(
        draft=draft.number,
        id=draft.manifest.id,
        departments=tuple(departments) or tuple(d.name for d in catalogue.departments),
        until=official_date(day),
        sha256=hashlib.sha256(content).hexdigest(),
        who=person(who),
        when=official_moment(workspace.clock()),
    )
    return consultation(records.file(opened), records)


def _due(until: str, today: date) -> date:
    day = as_date(until)
    if day is None:
        raise WorkspaceError(f"“{until}”不是日期；请按“2023年11月5日”或“2023-11-5”填写")
    if day < today:
        raise WorkspaceError(f"反馈期限“{until}”已过；请核对")
    return day


def clean_copy(draft: Drafted) -> bytes:
    """The draft's report as it goes to others: its words and its 稿次, and nothing of ours."""
    from drafter.publish.clean import clean
    from drafter.word.package import unpack

    parts = unpack(read_file(draft.folder / REPORT), f"{draft.folder.name}/{REPORT}")
    return clean(parts, draft.manifest.title, None).document


def round_folder(folders: Folders, year: int, number: int) -> Path:
    """output/2023/征求意见/第1轮"""
    return folders.output(year) / FOLDER / f"第{number}轮"


def copy_name(draft: Drafted) -> str:
    """平安县2024年法治政府建设年度报告（征求意见稿）.docx"""
    return f"{safe_name(draft.manifest.title)}（{STAGE}）.docx"


def consultations(records: Records) -> list[Consultation]:
    """The rounds, the last first, each with what was said."""
    return [consultation(one, records) for one in reversed(records.filed(Round))]


def _open_round(records: Records, number: int, department: str) -> Consultation:
    """The round, to which the department may speak. Raises WorkspaceError: it is as if there were
    none for whoever was not asked."""
    rounds = records.filed(Round)
    there = next((one for one in rounds if one.serial == number), None)
    if there is None or department not in there.departments:
        raise WorkspaceError(f"没有向{department}征求过这一轮意见")
    if there != rounds[-1]:
        raise WorkspaceError(f"第{number}轮征求意见已经结束，请在第{rounds[-1].serial}轮反馈")
    return consultation(there, records)


@alone
def give_view(
    workspace: Workspace,
    number: int,
    department: str,
    paragraph: int,
    proposal: str,
    reason: str,
    who: str = "",
) -> View:
    """Put on record what a department proposes for a paragraph of the draft of the round."""
    records = workspace.records(workspace.year())
    opened = _open_round(records, number, department)
    draft = workspace.drafted(opened.round.draft)
    view = View(
        round=number,
        department=department,
        paragraph=paragraph,
        words=words_of(draft.manifest, paragraph) if paragraph else "",
        proposal=passage(proposal, "修改意见"),
        reason=passage(reason, "理由"),
        who=person(who),
        when=official_moment(workspace.clock()),
    )
    return records.file(view)


@alone
def have_none(workspace: Workspace, number: int, department: str, who: str = "") -> View:
    """Put on record that a department has no opinion. Raises WorkspaceError where it has one."""
    records = workspace.records(workspace.year())
    heard = _open_round(records, number, department).of(department)
    if heard.views:
        raise WorkspaceError(f"{department}已提出{len(heard.views)}条意见；没有意见的，请先撤回")
    if heard.none:
        return heard.none
    when = official_moment(workspace.clock())
    return records.file(View(round=number, department=department, who=person(who), when=when))


@alone
def take_back(workspace: Workspace, number: int, department: str, view: int, who: str = "") -> View:
    """Put on record that a department takes a view back. Raises WorkspaceError where it has no such
    view, or the bureau has ruled on it."""
    records = workspace.records(workspace.year())
    heard: Heard = _open_round(records, number, department).of(department)
    mine = next((one for one in heard.views if one.view.serial == view), None)
    if mine is None:
        raise WorkspaceError(f"{department}没有提过这条意见，或已撤回")
    if mine.ruling:
        raise WorkspaceError(f"这条意见已研究（{mine.ruling.outcome}），不能撤回")
    when = official_moment(workspace.clock())
    back = View(round=number, department=department, withdraws=view, who=person(who), when=when)
    return records.file(back)


@alone
def rule(workspace: Workspace, view: int, outcome: str, reason: str = "", who: str = "") -> Ruling:
    """Put on record what becomes of a view; of several rulings the last counts. What is not adopted
    as a whole needs a reason."""
    if outcome not in [*Outcome]:
        raise WorkspaceError(f"采纳情况只有{'、'.join(Outcome)}")
    records = workspace.records(workspace.year())
    standing = (o.view.serial for c in consultations(records) for o in c.opinions)
    if view not in standing:
        raise WorkspaceError("没有这条意见，或该部门已撤回")
    needed = outcome != Outcome.ADOPTED
    ruling = Ruling(
        view=view,
        outcome=Outcome(outcome),
        reason=passage(reason, f"{outcome}的理由") if needed or reason.strip() else "",
        who=person(who),
        when=official_moment(workspace.clock()),
    )
    return records.file(ruling)
