"""Every page, as everybody has to be able to use it."""

from __future__ import annotations

import pytest

from tests.portal.conftest import Look

pytestmark = pytest.mark.slow
ADDRESSES = (
    "/",
    "/catalogue/",
    "/catalogue/indicators/of/法律援助.案件总数/",
    "/catalogue/tags/",
    "/catalogue/template/",
    "/departments/",
    "/departments/of/区司法局/",
    "/compare/",
    "/drafts/",
    "/findings/",
    "/keeping/",
    "/ledger/",
    "/returned/",
    "/signatures/",
    "/tools/",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_page_is_sound(address: str, look: Look) -> None:
    look(address)
