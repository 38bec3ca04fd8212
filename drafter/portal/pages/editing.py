"""指标目录 in the browser: indicators, rules, departments and settings, each asked in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.catalogue.indicator_row import is_key
from drafter.desk.catalogue.catalogue_editing import Amendment, amend, renamed, slips, without
from drafter.desk.catalogue.catalogue_fields import DEPARTMENT, INDICATOR, KEY, SETTING, TABLE
from drafter.desk.catalogue.catalogue_rows import (
    DEPARTMENTS,
    INDICATORS,
    SETTINGS,
    TABLES,
    Leaf,
    Leaves,
    Line,
    catalogue_rows,
)
from drafter.desk.catalogue.indicator_list import themes
from drafter.desk.catalogue.rolling import roll
from drafter.desk.catalogue.rule_terms import divided, meant, offered
from drafter.desk.files.folders import digest
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import ListedError
from drafter.model.finding import Kind
from drafter.portal.answers import Merged, answered, asked, rows_answered, rows_merged, too_many
from drafter.portal.desk import UnderwayError
from drafter.portal.request import DeskRequest
from drafter.portal.shell import gone_on, shown_page
from drafter.portal.work import Job, Outcome, Tell

_PATIENCE = 30.0  # seconds for the answer to a form, whose mistakes are shown in the form itself
_MORE_COLUMNS = 4
# What is asked in each row of a sheet, how many rows more there is room for, what saving is called.
_ROWS = {DEPARTMENTS: (DEPARTMENT, 3, "保存部门"), SETTINGS: (SETTING, 1, "保存报告设置")}
_TRIES = 3
T = TypeVar("T")
Again = Callable[[ListedError], HttpResponse]


@require_GET
def indicators(request: DeskRequest) -> HttpResponse:
    """All of them, by theme; those with a word in them where one is asked for."""
    word = request.GET.get("q", "").strip()
    listed = themes(sheets_of(request), word)
    context = {"themes": listed, "word": word, "many": too_many(listed, word)}
    return shown_page(request, "indicators.html", context)


def indicator(request: DeskRequest, row: int = 0) -> HttpResponseBase:
    """One, or a new one (row 0), asked in words; and what was answered."""
    sheets = sheets_of(request)
    line = _line(sheets, row)
    if request.method != "POST":
        return _indicator(request, sheets, line, line.texts if line else {})
    typed = answered(INDICATOR, request.POST)
    key = line.texts.get(KEY.column, "") if line else ""
    if "theme" in request.POST:
        key = ".".join(request.POST.get(n, "").strip() for n in ("theme", "name"))
        typed[KEY.column] = key
    try:
        formula = typed["计算公式"] or divided(
            *(meant(part, offered(sheets)) for part in _rate(request).values())
        )
    except ListedError as error:
        return _indicator(request, sheets, line, typed, error)
    texts = {**typed, "计算公式": formula}
    amendments = [
        Amendment(INDICATORS, row, texts, request.POST.get("mark", "")),
        *_columns(request, key),
    ]
    return saved(
        request, f"保存{texts['指标名称']}", amendments, reverse("indicators"),
        lambda error: _indicator(request, sheets, line, typed, error),
    )  # fmt: skip


@require_GET
def indicator_of(request: DeskRequest, key: str) -> HttpResponseBase:
    """The one of that key."""
    lines = sheets_of(request)[INDICATORS].named(KEY.column, key)
    if not lines:
        raise Http404
    return HttpResponseRedirect(reverse("edit_indicator", args=[lines[0].number]))


@require_POST
def remove(request: DeskRequest, row: int) -> HttpResponseBase:
    """Take one away, where nothing else needs it."""
    sheets = sheets_of(request)
    line = _line(sheets, row)
    if line is None:
        raise Http404
    work = writing(without(sheets, line), reverse("indicators"))
    return gone_on(request.desk.start(f"删去{line.texts.get('指标名称', '')}", work))


def departments(request: DeskRequest) -> HttpResponseBase:
    """Name, contact and telephone of each."""
    return _sheet(request, DEPARTMENTS, "department_list.html", "department_list", renamed)


def settings(request: DeskRequest) -> HttpResponseBase:
    """The rows of 报告."""
    return _sheet(request, SETTINGS, "settings.html", "settings", lambda _, own: list(own))


def _sheet(
    request: DeskRequest, name: str, template: str, page: str,
    more: Callable[[Leaves, Sequence[Amendment]], list[Amendment]],
) -> HttpResponseBase:  # fmt: skip
    """A sheet's rows as a form; what was sent is saved where nobody else has changed the same."""
    sheets = sheets_of(request)
    leaf = sheets[name]
    if request.method != "POST":
        return _listed(request, leaf, template)
    merged = rows_merged(_ROWS[name][0], request.POST, leaf)
    if any(one.clashes for one in merged):
        return _listed(request, leaf, template, merged)
    amendments = [Amendment(name, one.row, one.texts, _mark(leaf, one.row)) for one in merged]
    return saved(
        request, _ROWS[name][2], more(sheets, amendments), reverse(page),
        lambda error: _listed(request, leaf, template, merged, error),
    )  # fmt: skip


def _mark(leaf: Leaf, row: int) -> str:
    line = leaf.line(row) if row else None
    return line.mark if line else ""


@require_POST
def turn_year(request: DeskRequest) -> HttpResponseBase:
    """Go on to the next year."""
    page = reverse("settings")

    def work(workspace: Workspace, tell: Tell) -> Outcome:
        rolled = roll(workspace, workspace.year() + 1, bool(request.POST.get("draftless")), tell)
        return Outcome(page, (f"已转入{rolled.year}年度，往年的目录和模板已留存",))

    return gone_on(request.desk.start("转入下一年度", work))


def sheets_of(request: DeskRequest) -> Leaves:
    """The catalogue's rows as they stand."""
    own = digest(request.desk.workspace().folders.catalogue)
    return waited(lambda: request.desk.known("读取指标目录", ("rows", own), catalogue_rows))


def waited(find: Callable[[], T]) -> T:
    """What is found, whatever it takes: a form that was sent would be lost on a page that waits."""
    for _ in range(_TRIES):
        try:
            return find()
        except UnderwayError as underway:
            underway.job.ended.wait(_PATIENCE)
    return find()


def saved(
    request: DeskRequest, title: str, amendments: Sequence[Amendment], page: str, again: Again
) -> HttpResponseBase:
    """The page to go on to; the form again where it would make mistakes."""
    return finished(request.desk.start(title, writing(amendments, page)), again)


def finished(job: Job, again: Again) -> HttpResponseBase:
    """The page that the job leads to; the form again where there are mistakes."""
    job.ended.wait(_PATIENCE)
    return again(job.failure) if isinstance(job.failure, ListedError) else gone_on(job)


def writing(amendments: Sequence[Amendment], page: str) -> Callable[[Workspace, Tell], Outcome]:
    """The job that writes the amendments."""

    def work(workspace: Workspace, tell: Tell) -> Outcome:
        replaced = amend(workspace, amendments, tell)
        done = "已保存" if replaced.kept else "没有变化"
        return Outcome(page, (done,))

    return work


def _rate(request: DeskRequest) -> dict[str, str]:
    """The two names that a rate was picked from, as they were typed."""
    return {name: request.POST.get(name, "").strip() for name in ("part", "whole")}


def _line(sheets: Leaves, row: int) -> Line | None:
    """The indicator's row; None for a new one. Raises Http404 for none of that number."""
    line = sheets[INDICATORS].line(row)
    if row and line is None:
        raise Http404
    return line


def _columns(request: DeskRequest, key: str) -> list[Amendment]:
    """The columns of a table; one without a name is taken away."""
    amendments = []
    for row, texts in rows_answered(TABLE, request.POST):
        texts[KEY.column] = key if texts["列名"] else ""
        if row or texts["列名"]:
            gone = dict.fromkeys(texts, "")
            amendments.append(Amendment(TABLES, row, texts if texts["列名"] else gone))
    return amendments


def _indicator(
    request: DeskRequest,
    sheets: Leaves,
    line: Line | None,
    texts: Mapping[str, str],
    error: ListedError | None = None,
) -> HttpResponse:
    leaf = sheets[INDICATORS]
    row = line.number if line else 0
    wrong, others = slips(leaf, row, error.findings if error else ())
    key = _key(texts)
    theme, _, name = key.partition(".")
    firm = line is not None and is_key(key) and len(leaf.named(KEY.column, key)) == 1
    rows = [(one.number, one.texts) for one in sheets[TABLES].named(KEY.column, key)]
    columns = rows + [(0, {})] * _MORE_COLUMNS
    if request.method == "POST":
        columns = list(rows_answered(TABLE, request.POST))
    context = {
        "line": line,
        "firm": firm,
        "key": {"theme": theme, "name": name, "wrong": wrong.get(KEY.column, ())},
        "themes": sorted({one.texts.get(KEY.column, "").partition(".")[0] for one in leaf.lines}),
        "questions": asked(INDICATOR, texts, wrong),
        "columns": [(r, asked(TABLE, t, prefix=f"{n}-")) for n, (r, t) in enumerate(columns)],
        "departments": [one.texts.get("部门", "") for one in sheets[DEPARTMENTS].lines],
        "units": sorted({one.texts.get("计量单位", "") for one in leaf.lines} - {""}),
        "names": offered(sheets),
        "rate": _rate(request),
        "offers_rate": not texts.get("计算公式"),
        "tabled": texts.get("类型") == Kind.TABLE,
        "error": error,
        "others": others,
    }
    return shown_page(request, "indicator_form.html", context)


def _key(texts: Mapping[str, str]) -> str:
    return texts.get(KEY.column, "")


def _listed(
    request: DeskRequest,
    leaf: Leaf,
    template: str,
    merged: Sequence[Merged] = (),
    error: ListedError | None = None,
) -> HttpResponse:
    """A sheet's rows as a form with room for some more, or as they were sent."""
    fields, more, _ = _ROWS[leaf.name]
    own = [Merged(one.number, one.texts, {}) for one in leaf.lines]
    rows = merged or own + [Merged(0, {}, {})] * more
    asked_rows = []
    others = list(error.findings) if error else []
    for place, one in enumerate(rows):
        wrong, others = slips(leaf, one.row, others)
        line = leaf.line(one.row)
        now = line.texts if line else {}
        cells = asked(fields, one.texts, wrong, f"{place}-", now, one.clashes)
        asked_rows.append((one.row, now.get("说明", ""), cells))
    clashes = sum(len(one.clashes) for one in rows)
    context = {"rows": asked_rows, "error": error, "others": others, "clashes": clashes}
    return shown_page(request, template, context)
