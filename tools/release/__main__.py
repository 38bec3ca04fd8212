"""`python -m tools.release [windows|linux]`: all that is handed out, in dist/; each installed in an
empty place, where it drafts the sample, unless only one is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.release.bundle import digest
from tools.release.linux import linux
from tools.release.parts import ROOT
from tools.release.trial import TRIALS
from tools.release.windows import windows

DIST = ROOT / "dist"


def _packages(target: Path) -> None:
    command = [sys.executable, "-m", "build", "--no-isolation", f"--outdir={target}", str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main(what: list[str]) -> None:
    """Make what is named, or all of it and try that."""
    DIST.mkdir(exist_ok=True)
    makers = {"windows": windows, "linux": linux}
    for name in what or makers:
        makers[name](DIST)
    if not what:
        _packages(DIST)
    for path in sorted(DIST.iterdir()):
        print(f"{digest(path)}  {path.stat().st_size:>11,}  {path.name}")
    if not what:
        for ending, trial in TRIALS.items():
            (made,) = DIST.glob(f"*{ending}")
            print(f"{made.name}: {trial(made)}")


if __name__ == "__main__":
    main(sys.argv[1:])
