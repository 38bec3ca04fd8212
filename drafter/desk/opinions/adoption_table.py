"""意见采纳情况表: a round's opinions and what became of them, as Word."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.desk.files.folders import write_file
from drafter.desk.opinions.consultation import Consultation, Opinion
from drafter.desk.opinions.consulting import round_folder
from drafter.desk.records.review_filings import Outcome
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model.shown import shown_lines

NAME = "意见采纳情况表.docx"
_HEADS = ("序号", "单位", "条款原文", "意见建议", "采纳情况", "理由")
_SHARES = (6, 13, 27, 27, 10, 17)
_LONG = (2, 3, 5)
_WHOLE, _OPEN = "（全文）", "待研究"
_LONGEST = 150  # characters of the draft that are quoted


@alone
def write_table(workspace: Workspace, standing: Consultation) -> str:
    """Write the table of the round to output/年度/征求意见/第N轮; gives its name."""
    draft = workspace.drafted(standing.round.draft)
    folder = round_folder(workspace.folders, draft.manifest.year, standing.round.serial)
    write_file(folder / NAME, adoption_table(draft, standing))
    return NAME


def adoption_table(draft: Drafted, standing: Consultation) -> bytes:
    """The table as a .docx; the same round makes the same bytes."""
    from drafter.standard.new_document import WIDE, new_document, paragraph, table

    title = f"《{draft.manifest.title}》"
    body = paragraph("意见采纳情况表", "Title") + paragraph("", "Blank")
    body += "".join(paragraph(line) for line in _summary(title, standing))
    if rows := [list(row) for row in _rows(standing)]:
        body += table([[*_HEADS], *rows], _SHARES, _LONG, WIDE)
    return new_document(body + paragraph("", "Blank"), title, wide=True)


def _summary(title: str, standing: Consultation) -> Iterator[str]:
    answered = [one for one in standing.heard if one.answered]
    counts = "，".join(f"{outcome}{standing.counted(outcome)}条" for outcome in Outcome)
    opened = f"，{_OPEN}{standing.unruled}条" if standing.unruled else ""
    day = f"{standing.round.when.partition('日')[0]}日"
    asked = f"{title}于{day}向{len(standing.heard)}个单位征求意见"
    opinions = f"提出意见{len(standing.opinions)}条，{counts}{opened}"
    opinions = opinions if standing.opinions else "没有提出意见"
    yield f"{asked}，{len(answered)}个单位反馈，{opinions}。"
    if standing.content and standing.opinions:
        yield f"无意见的单位：{'、'.join(standing.content)}。"
    if standing.silent:
        yield f"未反馈的单位：{'、'.join(standing.silent)}。"


def _rows(standing: Consultation) -> Iterator[tuple[str, ...]]:
    for number, opinion in enumerate(standing.opinions, start=1):
        view, ruling = opinion.view, opinion.ruling
        yield (
            str(number),
            f"{view.department}（逾期反馈）" if opinion.late else view.department,
            _quoted(opinion),
            shown_lines(f"{view.proposal}\n理由：{view.reason}"),
            str(ruling.outcome) if ruling else _OPEN,
            shown_lines(ruling.reason) if ruling else "",
        )


def _quoted(opinion: Opinion) -> str:
    words = opinion.view.words
    if not words:
        return _WHOLE
    cut = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}……"
    return f"第{opinion.view.paragraph}段：{shown_lines(cut)}"
