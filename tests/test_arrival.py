"""What a test reads after a click stands on the page that the click leads to, however slowly it comes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser


class _Slow(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write("<main><a href='/next'>到“意见”</a><table>".encode() + b" " * 2000)
        self.wfile.flush()
        if self.path == "/next":
            time.sleep(0.5)
            self.wfile.write("<tr><td>填报45，应为43</td></tr>".encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def slow() -> Iterator[str]:
    """The address of a server that sends the rows of a page half a second after its head."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Slow) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_rows_are_there_after_a_click(chromium: Browser, slow: str) -> None:
    page = chromium.new_page()
    page.goto(slow)
    page.get_by_role("link", name="到“意见”").click()
    (row,) = page.query_selector_all("tr")
    assert row.inner_text() == "填报45，应为43"
    page.go_back()
    page.press("a", "Enter")
    assert len(page.query_selector_all("tr")) == 1
    page.close()
