"""Template filters and tags: what findings, dates and sizes are called on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from drafter.desk.findings.matters import NAMES
from drafter.desk.findings.settling import ANEW, settled_in
from drafter.draft.record import REPORT
from drafter.model import sentence as told
from drafter.model.category import Category
from drafter.model.dates import official_date, official_moment
from drafter.model.finding import Finding, Severity, position
from drafter.portal.shell import SECTIONS

register = template.Library()
_CATALOGUES, _TEMPLATES = "catalogue-", "template-"
_FORMS = {"指标": "edit_indicator", "校验规则": "rule"}
_LISTS = {"报告": "settings", "部门": "department_list", "明细表": "indicators"}
WEIGHTS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"}


@register.simple_tag
def today() -> date:
    """The day at hand, for examples of dates."""
    return datetime.now().astimezone().date()


@register.filter
def sentence(finding: Finding) -> str:
    """What is wrong and what to do, without weight and place."""
    return told.sentence(finding)


@register.filter
def weight(finding: Finding) -> str:
    """The class of a finding's mark: what is decided weighs no more."""
    return WEIGHTS[finding.severity] if finding.open else "decided"


@register.filter
def size(path: Path) -> str:
    """35 KB, 1.2 MB"""
    count = path.stat().st_size
    return f"{count / 1048576:.1f} MB" if count >= 1 << 20 else f"{max(1, count >> 10)} KB"


@register.filter
def item(values: Mapping[str, object], name: str) -> object:
    """The value of that name; "" where there is none."""
    return values.get(name, "")


@register.filter
def officially(time: date | datetime) -> str:
    """The day, and of a moment the time too, as officials write them."""
    return official_moment(time) if isinstance(time, datetime) else official_date(time)


@register.filter
def saved_on(path: Path) -> str:
    """The day on which the file was written: 2023年11月5日"""
    return official_date(datetime.fromtimestamp(path.stat().st_mtime).astimezone().date())


_STANDINGS = {
    "已确认": "good",
    "已报": "good",
    "未报": "warning",
    "待选定": "error",
    "退回": "error",
}
_HEAT = (1, 3, 10)  # from how many on a cell is darker


@register.filter
def standing(state: str) -> str:
    """The class of how a department stands."""
    return _STANDINGS[state]


@register.filter
def heat(severity: Severity, count: int) -> str:
    """The class of a cell that counts findings: the more, the darker."""
    degree = sum(count >= least for least in _HEAT)
    return f"heat {WEIGHTS[severity]} degree-{degree}" if degree else ""


@register.filter
def lateness(late: int) -> str:
    """还有3天, 今天到期, 已超过2天"""
    return f"已超过{late}天" if late > 0 else f"还有{-late}天" if late else "今天到期"


@register.filter
def moment(when: str) -> str:
    """2024年11月12日09:30, of the time in a record; what is none, as it stands."""
    try:
        return official_moment(datetime.fromisoformat(when))
    except ValueError:
        return when


@register.filter
def settled(finding: Finding, draft: int) -> Mapping[str, str]:
    """Where it is settled: the column's name, the address of the very item there ("" where it has
    none), what to do. `draft` is the number of the draft that is looked at."""
    name, what = settled_in(finding)
    item = _ITEMS.get(name, lambda _finding, _draft: "")(finding, draft)
    path = next((f"/{one.path}/".replace("//", "/") for one in SECTIONS if one.name == name), "")
    return {"name": name, "path": item or path, "what": what}


def _in_findings(finding: Finding, _: int) -> str:
    """意见, sifted down to it."""
    hand = finding.code.startswith("edit-")
    asked = {"category": str(Category.HAND)} if hand else {"department": finding.department}
    if finding.indicator and finding.indicator not in NAMES:
        asked["words"] = finding.indicator
    query = urlencode({name: word for name, word in asked.items() if word})
    return f"{reverse('findings')}?{query}" if query else ""


def _in_draft(finding: Finding, draft: int) -> str:
    """The paragraph of the draft that is looked at; the list of drafts for what needs a new one."""
    paragraph = position(finding.place.cell)[0] if finding.place.file == REPORT else 0
    if not draft or finding.code in ANEW:
        return ""
    return f"{reverse('read_draft', args=[draft])}{f'#p{paragraph}' if paragraph else ''}"


def _in_departments(finding: Finding, _: int) -> str:
    """The department's page, at what is to be done there."""
    place = _ANCHORS.get(finding.code, "")
    page = reverse("department", args=[finding.department]) if finding.department else ""
    return f"{page}{place}" if page else ""


_ANCHORS = {"workbook-missing": "#remind", "workbook-twice": "#choose"}
_ITEMS = {"意见": _in_findings, "稿子": _in_draft, "部门": _in_departments}


@register.filter
def edited_at(finding: Finding) -> str:
    """The address of the form in which the catalogue's cell is edited; "" for what is in none."""
    row = position(finding.place.cell)[0]
    sheet = finding.place.sheet
    if not finding.code.startswith(_CATALOGUES):
        return ""
    if sheet in _FORMS and row > 1:
        return reverse(_FORMS[sheet], args=[row])
    return reverse(_LISTS[sheet]) if sheet in _LISTS else ""


@register.filter
def of_templates(findings: Sequence[Finding]) -> bool:
    """Whether they are of the catalogue or the template, which are mended in 目录模板."""
    return any(finding.code.startswith((_CATALOGUES, _TEMPLATES)) for finding in findings)
