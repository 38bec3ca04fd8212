"""在线填报: the department's form in the browser."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.returns import filling as desk
from drafter.desk.returns.filling import Filling
from drafter.desk.returns.sheetful import NONE, Rows, Sheetful
from drafter.portal.official import moment
from drafter.portal.request import DeskRequest, author
from drafter.portal.shell import shown_page
from drafter.portal.stamp import stamped

_PARTS = {"values": "v:", "notes": "n:", "any": "a:"}
_ROW = "r:"
_MORE = 5  # rows


@require_GET
def online(request: DeskRequest) -> HttpResponse:
    """The form as it stands."""
    department = request.member.department
    key = ("online", department, request.desk.state())
    filling = request.desk.known("打开填报表", key, lambda w: desk.filling(w, department))
    return _shown(request, filling)


@require_POST
def save(request: DeskRequest) -> HttpResponseBase:
    """Save it; or try it, or add rows to its tables, with nothing saved."""
    department, who = request.member.department, author(request)
    began, sheetful = request.POST.get("began", ""), _sheetful(request.POST)
    if "save" not in request.POST:
        tried = request.desk.answer("核对", lambda w: desk.tried(w, department, began, sheetful))
        return _shown(request, tried, unsaved=True)
    saved = request.desk.answer(
        "保存", lambda w: desk.save(w, department, began, sheetful, who), writes=True
    )
    if saved.clashes:
        return _shown(request, saved, unsaved=True)
    return HttpResponseRedirect(f"{reverse('online')}?saved=1")


@require_POST
def check(request: DeskRequest) -> HttpResponse:
    """What would be found, for the page that is being filled in."""
    department, sheetful = request.member.department, _sheetful(request.POST)
    checked = request.desk.answer("核对", lambda w: desk.try_out(w, department, sheetful))
    return shown_page(request, "tried.html", {"findings": checked.findings})


def _shown(request: DeskRequest, filling: Filling, unsaved: bool = False) -> HttpResponse:
    """The page; tables get some empty rows behind those that are filled in."""
    more = _MORE if "more" in request.POST else 2
    context = {"filling": filling, "own": filling.own, "unsaved": unsaved, "more": range(more)}
    context |= {"listed": filling.listed, "stamp": stamped(_last_saved(filling))}
    context |= {"nothing": NONE, "has_tables": any(field.is_table for field in filling.fields)}
    return shown_page(request, "online.html", context)


def _last_saved(filling: Filling) -> str:
    receipt = filling.own.receipt
    if receipt is None:
        return "这份表还没有保存过"
    return f"上次保存：{moment(receipt.when)}，第{receipt.number}次报送"


def _sheetful(post: QueryDict) -> Sheetful:
    """What was typed. A clash is settled by what was chosen for its field."""
    parts = {part: _given(post, prefix) for part, prefix in _PARTS.items()}
    return Sheetful(
        parts["values"],
        parts["notes"],
        _rows(post),
        parts["any"],
        post.get("person", "").strip(),
        post.get("phone", "").strip(),
    )


def _given(post: QueryDict, prefix: str) -> Mapping[str, str]:
    texts = {k.removeprefix(prefix): str(v) for k, v in post.items() if k.startswith(prefix)}
    plain = {key: words.replace("\r\n", "\n").strip() for key, words in texts.items()}
    return {key: words for key, words in plain.items() if words}


def _rows(post: QueryDict) -> Mapping[str, Rows]:
    """A table's rows: of each key a list of cells a column, all of one length."""
    columns: dict[str, list[list[str]]] = {}
    for name in post:
        if name.startswith(_ROW):
            key = name.removeprefix(_ROW).rpartition(":")[0]
            cells = [words.replace("\r\n", "\n").strip() for words in post.getlist(name)]
            columns.setdefault(key, []).append(cells)
    tables = {key: tuple(zip(*cells, strict=False)) for key, cells in columns.items()}
    filled = {key: tuple(row for row in rows if any(row)) for key, rows in tables.items()}
    return {key: rows for key, rows in filled.items() if rows}
