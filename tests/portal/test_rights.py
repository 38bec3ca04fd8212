"""Who may ask for what: each role at each address of the shared portal, as the table has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafter.portal.member import Role
from drafter.portal.rights import DESK_ONLY, HOMES, OPEN, RIGHTS
from tests.building import sample
from tests.portal.people import OFFICERS, entered, hired, links, officer, officers, portal
from tests.portal.visitor import Stranger

SOURCES = Path(__file__).parents[2] / "drafter" / "portal"
_PATH = re.compile(r'path\(\s*"([^"]*)",\s*[\w.]+,\s*name="([\w-]+)"')
_EXAMPLES = {"int": "1", "str": "x", "path": "x"}
_NO_RIGHT = "不办这一项"


def addresses() -> dict[str, str]:
    """A path for each name of an address."""
    sources = [SOURCES / "urls.py", SOURCES / "shared" / "urls.py"]
    paths = [pair for source in sources for pair in _PATH.findall(source.read_text())]
    return {
        name: "/" + re.sub(r"<(\w+):\w+>", lambda part: _EXAMPLES[part[1]], pattern)
        for pattern, name in paths
    }


ADDRESSES = addresses()


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Stranger]]:
    """Somebody of each role, and a stranger."""
    folder = tmp_path_factory.mktemp("城中区")
    sample(folder)
    officers(folder)
    with portal(folder) as serving:
        clerk = hired(serving, "起草", "李文", "liwen")
        present = {Role.DRAFTING: clerk, "": Stranger(serving)}
        present[Role.REVIEW] = hired(serving, "审阅", "王芳", "wangfang")
        present[Role.LEADER] = hired(serving, "领导", "钱力", "qianli")
        present[Role.DEPARTMENT] = entered(serving, *links(clerk, "区司法局")["区司法局"])
        yield present | {Role(name): officer(serving, name) for name in OFFICERS}


def test_every_address_has_its_roles_and_nothing_else_has() -> None:
    rights = {*RIGHTS, *OPEN, *DESK_ONLY} - {"openid_connect_login", "openid_connect_callback"}
    assert rights == {*ADDRESSES}
    assert all(HOMES[role] in RIGHTS and role in RIGHTS[HOMES[role]] for role in Role)


@pytest.mark.parametrize("role", [*Role])
def test_a_role_opens_its_addresses_and_no_others(people: dict[str, Stranger], role: Role) -> None:
    person = people[role]
    for name, path in ADDRESSES.items():
        if name in OPEN:
            continue
        for method in ("GET", "POST"):
            person.ask(method, path)
            refused = person.status == 403 and _NO_RIGHT in person.page
            led = person.path != path and name == "overview"
            assert (refused or led) == (role not in RIGHTS.get(name, ())), (role, method, name)


def test_a_stranger_opens_nothing(people: dict[str, Stranger]) -> None:
    stranger = people[""]
    for name, path in ADDRESSES.items():
        if name in OPEN:
            continue
        assert "登录" in stranger.get(path), name
        assert stranger.path.startswith("/sign-in/"), name
        stranger.ask("POST", path)
        assert stranger.status == 403, name


def table() -> str:
    """Each address with its roles, as docs/门户.md has it."""
    heads = [f"| 地址 | {' | '.join(Role)} |", "|---" * (len(Role) + 1) + "|"]
    rows = [
        f"| `{path}` | " + " | ".join("●" if role in RIGHTS[name] else "" for role in Role) + " |"
        for name, path in sorted(ADDRESSES.items(), key=lambda pair: pair[1])
        if name in RIGHTS
    ]
    return "\n".join([*heads, *rows])


def test_the_documented_table_is_the_one_that_holds() -> None:
    page = (SOURCES.parents[1] / "docs" / "门户.md").read_text("utf-8")
    assert table() in page, table()
