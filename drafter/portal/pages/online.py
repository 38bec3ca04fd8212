"""在线填报: the department's form in the browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from msgspec import Struct

from drafter.desk.returns import filling as desk
from drafter.desk.returns.fields import Field, Trial
from drafter.desk.returns.filling import Filling
from drafter.desk.returns.sheetful import NONE, Rows, Sheetful
from drafter.model.finding import Finding
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
    trial = request.desk.answer("核对", lambda w: desk.try_out(w, department, sheetful))
    filled = _filled(request.POST)
    context = {"summary": _summary(trial, filled), "others": trial.others, "unsaved": True}
    spots = dict(_spots(trial, filled, _columns(request.POST)))
    return shown_page(request, "tried_part.html", context | {"spots": spots})


def _shown(request: DeskRequest, filling: Filling, unsaved: bool = False) -> HttpResponse:
    """The page; tables get some empty rows behind those that are filled in."""
    more = _MORE if "more" in request.POST else 2
    context = {
        "filling": filling,
        "own": filling.own,
        "unsaved": unsaved,
        "more": range(1, more + 1),
    }
    context |= {"listed": filling.listed, "stamp": stamped(_last_saved(filling))}
    context |= {"summary": _summary(filling.trial, {}), "others": filling.trial.others}
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
    """What is filled in of the tables, by key."""
    tables = {key: tuple(zip(*cells, strict=False)) for key, cells in _columns(post).items()}
    filled = {key: tuple(row for row in rows if any(row)) for key, rows in tables.items()}
    return {key: rows for key, rows in filled.items() if rows}


def _columns(post: QueryDict) -> dict[str, list[list[str]]]:
    """A table's columns: of each key a list of cells a column, all of one length."""
    columns: dict[str, list[list[str]]] = {}
    for name in post:
        if name.startswith(_ROW):
            key = name.removeprefix(_ROW).rpartition(":")[0]
            cells = [words.replace("\r\n", "\n").strip() for words in post.getlist(name)]
            columns.setdefault(key, []).append(cells)
    return columns


def _filled(post: QueryDict) -> Mapping[str, list[int]]:
    """By key, which rows of the tables on the page are filled in, counted from 1."""
    return {
        key: [n for n, row in enumerate(zip(*cells, strict=False), 1) if any(row)]
        for key, cells in _columns(post).items()
    }


class Line(Struct, frozen=True):
    """What is wrong with a field of the page, with the field's id and its name."""

    spot: str
    label: str
    finding: Finding


def _summary(trial: Trial, filled: Mapping[str, list[int]]) -> list[Line]:
    """What is wrong with the fields, each with the way to it; `filled` as `_filled` tells it, where
    the rows do not stand one after another."""
    lines = []
    for field, row, finding in trial.spotted:
        at = _row_on_page(field, row, filled)
        spot = f"c-{field.number}-{at}" if at else f"v-{field.number}"
        label = f"{field.indicator.label}第{at}行" if at else field.indicator.label
        lines.append(Line(spot, label, finding))
    return lines


def _row_on_page(field: Field, row: int, filled: Mapping[str, list[int]]) -> int:
    return filled[field.indicator.key][row - 1] if row and filled else row


def _spots(
    trial: Trial, filled: Mapping[str, list[int]], columns: Mapping[str, list[list[str]]]
) -> Iterator[tuple[str, Sequence[Finding]]]:
    """What is to be said at each place of the page, by its id: nothing, where all is well."""
    for field in trial.fields:
        yield f"f-{field.number}", field.whole
        rows = len((columns.get(field.indicator.key) or [[]])[0])
        yield from ((f"f-{field.number}-{at}", ()) for at in range(1, rows + 1))
        for row, (_, findings) in enumerate(field.rows_judged, 1):
            yield f"f-{field.number}-{_row_on_page(field, row, filled)}", findings
