"""A draft dressed: its plain Word file and its record made the files that the desk works with.

All is told from the record alone, so that a draft that was edited by hand says of every figure what
the draft without the edit says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from drafter.catalogue.stages import leaves
from drafter.draft.explain import explanation
from drafter.draft.identity import with_draft
from drafter.draft.links import Targets, with_paragraph_marks
from drafter.draft.record import REPORT, FindingRecord, Manifest, MarkRecord
from drafter.draft.workbooks import findings_workbook, trace_workbook
from drafter.model.finding import Place, Severity, Status
from drafter.word.comments import Comment, with_comments, without_comments
from drafter.word.marks import CHART_MARK, FIGURE_MARK
from drafter.word.ooxml import parse
from drafter.word.package import Part, packed
from drafter.word.slip import BODY

ANNOTATED, TRACED = "报告(批注版).docx", "报告(溯源版).docx"
TRACE, FINDINGS = "溯源.xlsx", "核查.xlsx"
_LEAST_WORDS = 10
_ABSENT = (
    "value-missing",
    "workbook-missing",
    "row-missing",
    "draft-not-applicable",
    "draft-incomparable",
)

Parts = Mapping[str, Part | bytes]


def dressed(parts: Parts, manifest: Manifest) -> dict[str, bytes]:
    """The draft's files by name. A draft of a stage that leaves the office goes without comments;
    they stand in 报告(批注版).docx beside it."""
    targets = Targets.of(manifest, REPORT)
    marks = list(targets.paragraphs.values())
    plain = with_paragraph_marks(_identified(parts, manifest), marks)
    complaints = _complaints(manifest)
    annotated = _document(parts, plain, complaints)
    files = {REPORT: annotated}
    if leaves(manifest.stage):
        files = {REPORT: _document(parts, without_comments(plain), {}), ANNOTATED: annotated}
    return {
        **files,
        TRACED: _document(parts, plain, _explanations(manifest, complaints)),
        TRACE: trace_workbook(manifest, targets),
        FINDINGS: findings_workbook(manifest, targets),
    }


def _identified(parts: Parts, manifest: Manifest) -> dict[str, bytes]:
    """The parts as bytes, the draft's id and marks among them."""
    inflated = {name: _content(part) for name, part in parts.items()}
    return with_draft(inflated, manifest.id, manifest.marks)


def _content(part: Part | bytes) -> bytes:
    return part.content if isinstance(part, Part) else part


def _document(parts: Parts, plain: Mapping[str, bytes], comments: Mapping[str, str]) -> bytes:
    """The Word file. Parts that nothing touched keep their deflated bytes."""
    anchored = {name: Comment(text) for name, text in comments.items()}
    commented = with_comments(plain, parse(plain[BODY]), anchored)
    return packed({name: _same(parts.get(name), part) for name, part in commented.items()})


def _same(before: Part | bytes | None, content: bytes) -> Part | bytes:
    return before if isinstance(before, Part) and before.content == content else content


def _complaints(manifest: Manifest) -> dict[str, str]:
    """What is to be said at each mark: the findings on its cells that nobody has answered, and that
    it was edited."""
    told_of: dict[Place, list[str]] = {}
    for finding in filter(_is_remark, manifest.findings):
        told_of.setdefault(finding.place, []).append(_line(finding))
    lines = {mark.name: [*_lines_at(mark, told_of)] for mark in _speaking(manifest.marks)}
    return {name: "核查意见\n" + "\n".join(dict.fromkeys(x)) for name, x in lines.items() if x}


def _is_remark(finding: FindingRecord) -> bool:
    """Whether the finding is to be told in the text: 已说明 and 已采纳 are not."""
    weighs = finding.severity is not Severity.HINT and finding.code not in _ABSENT
    return weighs and finding.status is Status.WAITING


def _line(finding: FindingRecord) -> str:
    indicator = f"{finding.indicator}：" if finding.indicator else ""
    return f"{finding.severity} {finding.place} {indicator}{finding.message}"


def _lines_at(mark: MarkRecord, told_of: Mapping[Place, Iterable[str]]) -> Iterable[str]:
    if mark.figure.edit is not None and not mark.figure.edit.decision:
        yield f"{mark.figure.edit.sentence()}，与部门填报不一致，请部门更正后重报"
    for source in mark.figure.sources:
        yield from told_of.get(source.place, ())


def _explanations(manifest: Manifest, complaints: Mapping[str, str]) -> dict[str, str]:
    """What stands at every figure and every long text: whence it comes, what is wrong with it."""
    checks = {entry.key: entry.checks for entry in manifest.entries}
    told_of = {
        mark.name: explanation(mark.figure, checks.get(mark.figure.key, ()))
        for mark in _speaking(manifest.marks)
    }
    return {
        name: "\n".join(filter(None, [text, complaints.get(name, "")]))
        for name, text in told_of.items()
    }


def _speaking(marks: Iterable[MarkRecord]) -> Iterable[MarkRecord]:
    """The marks that deserve a comment: figures, and texts longer than a name."""
    figures = (FIGURE_MARK, CHART_MARK)
    return (m for m in marks if m.name.startswith(figures) or len(m.words) >= _LEAST_WORDS)
