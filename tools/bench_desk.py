"""The desk's first page, 总览, of a full county with 450 errors, as a browser asks for it."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlsplit

from tools.bench_commands import start
from tools.bench_county import County
from tools.bench_whole import workspace

PAGES = 30
MOST = 0.8  # starts of a process, which are 50 ms where nothing else runs
_TRIES, _PAUSE, _WAITING = 600, 0.2, 202


@dataclass(frozen=True, slots=True)
class Viewed:
    """Processor seconds of the server for a page; of a start of a process, measured beside it."""

    seconds: float
    start: float

    @property
    def ratio(self) -> float:
        """How many starts the page takes."""
        return self.seconds / self.start


class _Desk:
    """`drafter serve` on a folder, and a browser that came in."""

    def __init__(self, folder: Path) -> None:
        program = str(Path(sys.executable).with_name("drafter"))
        self.process = subprocess.Popen(
            [program, "-C", str(folder), "serve", "--no-browser"],
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert self.process.stderr is not None
        line = next(line for line in self.process.stderr if "http://" in line)
        address = urlsplit(line[line.index("http://") :].strip())
        self._host, self._cookies = address.netloc, dict[str, str]()
        self.page(address.path)

    def page(self, path: str = "/") -> str:
        """The page, redirects followed."""
        connection = http.client.HTTPConnection(self._host, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        connection.request("GET", path, headers={"Cookie": cookies})
        answer = connection.getresponse()
        text, self.status = answer.read().decode(), answer.status
        connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        place = answer.headers["Location"]
        return self.page(place) if place else text

    def seconds(self) -> float:
        """Processor seconds of the server so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def overview() -> Viewed:
    """The page, once the server knows how the year stands."""
    with workspace(County(mistaken=True)) as root:
        desk = _Desk(root)
        try:
            for _ in range(_TRIES):
                text = desk.page()
                if "450" in text and desk.status != _WAITING:
                    break
                time.sleep(_PAUSE)
            else:
                raise SystemExit("总览 never came")
            before = desk.seconds()
            for _ in range(PAGES):
                desk.page()
            return Viewed((desk.seconds() - before) / PAGES, start())
        finally:
            desk.process.terminate()
            desk.process.wait()


if __name__ == "__main__":
    viewed = overview()
    print(f"{viewed.seconds * 1000:.1f} ms, {viewed.ratio:.2f} of a start")
