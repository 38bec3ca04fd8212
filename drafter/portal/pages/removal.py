"""删去多项指标: ticked in a list, shown with all that hangs on them, taken away at one word."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse

from drafter.desk.catalogue import removal as removals
from drafter.desk.catalogue.indicator_list import themes
from drafter.desk.catalogue.removal import KEY, Removal, Removed
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import ListedError
from drafter.portal.answers import too_many
from drafter.portal.pages.editing import finished, sheets_of, waited
from drafter.portal.request import DeskRequest
from drafter.portal.shell import shown_page
from drafter.portal.work import Outcome, Tell

_MOST_PASSAGES = 2000


def removal(request: DeskRequest) -> HttpResponseBase:
    """The list; what was ticked, with what hangs on it; then it is taken away."""
    keys = request.POST.getlist("key")
    if not keys or request.POST.get("act") == "choose" or "theme" in request.POST:
        return _list(request, set(keys))
    going = _going(request, keys)
    if request.POST.get("act") != "remove":
        return _shown(request, going)
    texts, seen = _texts(request.POST), request.POST.get("seen", "")

    def work(workspace: Workspace, tell: Tell) -> Outcome:
        removed = removals.remove(workspace, keys, texts, seen, tell)
        return Outcome(reverse("indicators"), (_line(removed),))

    return finished(request.desk.start("删去指标", work), lambda e: _shown(request, going, e))


def _list(request: DeskRequest, ticked: set[str]) -> HttpResponse:
    """Those that are asked for; what was ticked among others before stays ticked."""
    asked = request.POST if request.method == "POST" else request.GET
    word = (asked.get("theme", "") or asked.get("q", "")).strip()
    listed = themes(sheets_of(request), word)
    many = too_many(listed, word)
    shown = {line.texts.get(KEY, "") for lines in listed.values() for line in lines if not many}
    context = {"themes": listed, "word": word, "ticked": ticked, "many": many}
    return shown_page(request, "removal_list.html", context | {"others": sorted(ticked - shown)})


def _going(request: DeskRequest, keys: list[str]) -> Removal:
    desk = request.desk
    key = ("removal", removals.state(desk.workspace()), tuple(sorted(keys)))
    return waited(lambda: desk.known("查看牵连", key, lambda w: removals.removal(w, keys)))


def _shown(request: DeskRequest, going: Removal, error: ListedError | None = None) -> HttpResponse:
    """What goes; the paragraphs as they were sent, if they were."""
    texts = _texts(request.POST)
    passages = [(one, texts.get((one.part, one.number), one.new)) for one in going.passages]
    others = error.findings if error else ()
    context = {"going": going, "passages": passages, "error": error, "others": others}
    return shown_page(request, "removal.html", context)


def _texts(form: QueryDict) -> Mapping[tuple[str, int], str]:
    """The paragraphs as they are to read."""
    texts = {}
    for n in range(_MOST_PASSAGES):
        part, _, number = form.get(f"{n}-spot", "").rpartition(" ")
        if not (number.isascii() and number.isdecimal() and len(number) < 7):
            break
        whole = f"{n}-whole" in form
        text = "" if whole else form.get(f"{n}-text", "").replace("\r\n", "\n")
        texts[part, int(number)] = text
    return texts


def _line(removed: Removed) -> str:
    rules = f"、{removed.rules}条校验规则" if removed.rules else ""
    changes = [f"改写{removed.changed}段"] * bool(removed.changed)
    changes += [f"删去{removed.gone}段"] * bool(removed.gone)
    template = f"；模板{'、'.join(changes)}" if changes else ""
    return f"已删去{removed.indicators}项指标{rules}{template}；原来的目录和模板已另存"
