"""The people of a shared portal, each with a browser of their own."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.portal.conftest import Served, served
from tests.portal.visitor import Stranger

PASSWORD = "Qiu-feng-8-yue"
OWN = "Chun-yu-3-yue"
OFFICERS = {"系统": "xitong", "安全": "anquan", "审计": "shenji"}
_COPY = re.compile(r'<span class="copy">([^<]+)</span>')


def officers(folder: Path, *roles: str) -> None:
    """The 三员 of the workspace's portal, or some of them, as its commands make them."""
    for role, login in ((role, OFFICERS[role]) for role in roles or OFFICERS):
        command = [sys.executable, "-m", "drafter", "-C", str(folder), "account", login]
        options = ["--role", role, "--name", f"{role}员", "--password", PASSWORD]
        subprocess.run([*command, *options], check=True, capture_output=True, timeout=60)


@contextmanager
def portal(folder: Path) -> Iterator[Served]:
    """The folder's portal while the context lasts."""
    with served(folder, "--shared") as serving:
        yield serving


def signed_in(desk: Served, login: str, password: str = PASSWORD) -> Stranger:
    """Who came in by an account; the first password is changed on the way."""
    person = Stranger(desk)
    person.get("/sign-in/")
    person.post("/sign-in/", {"login": login, "password": password})
    if person.path == "/password/":
        person.post("/password/", {"old": password, "new": OWN, "again": OWN})
    return person


@cache
def officer(desk: Served, role: str) -> Stranger:
    """One of the 三员, signed in once."""
    return signed_in(desk, OFFICERS[role])


def hired(desk: Served, role: str, name: str, login: str, department: str = "") -> Stranger:
    """Somebody new: made by 系统, given a role by 安全, signed in."""
    system, security = officer(desk, "系统"), officer(desk, "安全")
    system.get("/accounts/")
    system.post("/accounts/new/", {"login": login, "name": name})
    copied = _COPY.search(system.page)
    assert copied, system.page
    security.get("/powers/")
    row = security.page.partition(f"<td>{login}</td>")[2]
    number = re.search(r'action="/powers/(\d+)/"', row)
    assert number, security.page
    security.post(f"/powers/{number[1]}/", {"role": role, "department": department})
    return signed_in(desk, login, copied[1])


def action(page: str, row: str, deed: str) -> str:
    """Where the form of that deed leads that stands behind the row's beginning."""
    address = re.search(rf'action="(/[^"]*/{deed}/)"', page.partition(row)[2])
    assert address, page
    return address[1]


def links(clerk: Stranger, *departments: str) -> dict[str, tuple[str, str]]:
    """(path, PIN) of each department's new link."""
    clerk.get("/links/")
    expiry = re.search(r'name="expiry" type="date" value="([^"]+)"', clerk.page)
    assert expiry
    clerk.post("/links/issued/", {"department": departments, "expiry": expiry[1]})
    copied = _COPY.findall(clerk.page)
    pairs = zip(copied[::2], copied[1::2], strict=True)
    issued = [("/" + link.split("/", 3)[3], pin) for link, pin in pairs]
    return dict(zip(departments, issued, strict=True))


def entered(desk: Served, link: str, pin: str, name: str = "赵敏") -> Stranger:
    """Who came in by a department's link."""
    person = Stranger(desk)
    person.get(link)
    person.post(link, {"name": name, "pin": pin})
    return person
