"""校验规则: put together from names and signs, tried on what was sent, then saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET
from msgspec.structs import replace

from drafter.desk.catalogue.catalogue_editing import Amendment, Trial, slips, try_rule
from drafter.desk.catalogue.catalogue_fields import RULE
from drafter.desk.catalogue.catalogue_rows import RULES, Leaves, Line
from drafter.desk.catalogue.rule_terms import COMPARED, Term, composed, meant, offered
from drafter.model.errors import DrafterError, ListedError
from drafter.portal.answers import answered, asked
from drafter.portal.pages.editing import saved, sheets_of, waited
from drafter.portal.request import DeskRequest
from drafter.portal.shell import shown_page

_TERMS = {"left": 2, "right": 3}
_MOST_TERMS = 12


@require_GET
def rules(request: DeskRequest) -> HttpResponse:
    """All of them, in words."""
    view = sheets_of(request)
    return shown_page(request, "rules.html", {"lines": view[RULES].lines})


def rule(request: DeskRequest, row: int) -> HttpResponseBase:
    """One, or a new one (row 0): shown, put together, tried, saved, taken away."""
    sheets = sheets_of(request)
    line = sheets[RULES].line(row)
    if row and line is None:
        raise Http404
    if request.method != "POST":
        return _shown(request, sheets, line, line.texts if line else {})
    typed, act = answered(RULE, request.POST), request.POST.get("act", "save")
    if act == "more":
        return _shown(request, sheets, line, typed)
    try:
        texts = typed if act == "remove" else _texts(request.POST, offered(sheets))
    except ListedError as error:
        return _shown(request, sheets, line, typed, error)
    amendment = Amendment(RULES, row, texts, request.POST.get("mark", ""))
    if act == "remove" and line:
        amendment = Amendment(RULES, row, dict.fromkeys(line.texts, ""))
    elif act == "compose":
        return _shown(request, sheets, line, texts)
    elif act == "try":
        return _tried(request, sheets, line, amendment)
    return saved(
        request, "保存校验规则", [amendment], reverse("rules"),
        lambda error: _shown(request, sheets, line, typed, error),
    )  # fmt: skip


def _tried(
    request: DeskRequest, sheets: Leaves, line: Line | None, amendment: Amendment
) -> HttpResponse:
    """The form with what the rule comes to today."""
    desk, typed = request.desk, answered(RULE, request.POST)
    ledger = waited(desk.status).checked.ledger
    key = ("rule", amendment.row, tuple(sorted(amendment.texts.items())), desk.state())
    try:
        trial = waited(lambda: desk.known("试规则", key, lambda w: try_rule(w, amendment, ledger)))
    except ListedError as error:
        return _shown(request, sheets, line, typed, error)
    return _shown(request, sheets, line, typed, trial=trial)


def _texts(form: QueryDict, names: Sequence[tuple[str, str]]) -> dict[str, str]:
    """What was answered; the rule as it was put together where none is written. Raises
    CatalogueError where a name in it is nobody's or not one's alone."""
    texts = answered(RULE, form)
    if form.get("act") == "compose" or not texts["规则"]:
        left, right = (
            [replace(term, name=meant(term.name, names)) for term in _terms(form, side)]
            for side in _TERMS
        )
        texts["规则"] = composed(left, form.get("sign", ""), right, "rounded" in form)
    return texts


def _terms(form: QueryDict, side: str) -> list[Term]:
    return [
        Term(
            form.get(f"{side}-{n}", "").strip(), form.get(f"{side}-sign-{n}", "+"),
            f"{side}-year-{n}" in form,
        )
        for n in range(_count(form, side))
    ]  # fmt: skip


def _count(form: QueryDict, side: str) -> int:
    """How many terms the side has room for: some more where that was asked."""
    text = form.get(f"{side}-count", "")
    count = int(text) if text.isdecimal() and len(text) < 3 else _TERMS[side]
    return min(count + 2 * (form.get("act") == "more"), _MOST_TERMS)


def _shown(
    request: DeskRequest,
    sheets: Leaves,
    line: Line | None,
    texts: Mapping[str, str],
    error: DrafterError | None = None,
    trial: Trial | None = None,
) -> HttpResponse:
    findings = error.findings if isinstance(error, ListedError) else ()
    wrong, others = slips(sheets[RULES], line.number if line else 0, findings)
    context = {
        "line": line,
        "questions": asked(RULE, texts, wrong),
        "sides": [(side, _terms(request.POST, side)) for side in _TERMS],
        "compared": COMPARED,
        "sign": request.POST.get("sign", "="),
        "rounded": "rounded" in request.POST,
        "typed": request.method == "POST",
        "names": offered(sheets),
        "error": error,
        "others": others,
        "trial": trial,
    }
    return shown_page(request, "rule_form.html", context)
