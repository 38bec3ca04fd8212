"""How long drafter takes and how much memory, on this machine. Run by `make bench`; Linux only.

With `--write`, the figures also go to docs/performance.md.
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

from tools.bench_commands import ROOT, costs

PAGE = ROOT / "docs/performance.md"
COPIES, SIZES = (1, 10), (200, 2000, 4000)


def main() -> None:
    """Measure, print, and with --write put it into the documentation."""
    # First the commands: a child's peak counts what its parent held at the fork.
    here = machine()
    commands, started = costs()
    from tools.bench_desk import overview
    from tools.bench_whole import growths, has_risen, whole

    county, viewed, larger = whole(), overview(), list(growths())
    from tools import bench_reading
    from tools.bench_filling import compare, grow, read
    from tools.bench_one import one
    from tools.bench_page import Measured, nation_of, page, tables, with_nation
    from tools.bench_proof import LENGTHS as CHARACTERS
    from tools.bench_proof import proofed, tabled
    from tools.bench_review import LENGTHS, review

    forms = sorted((ROOT / "inputs/2023").glob("*.xlsx"))
    measured = Measured(
        machine=here,
        costs=commands,
        base=started,
        compared=compare(),
        one=one(),
        grown=[grow(slots) for slots in SIZES],
        readings=[read(forms, copies) for copies in COPIES],
        read=bench_reading.compare(),
        reviewed=[review(pages) for pages in LENGTHS],
        proofed=[proofed(length) for length in CHARACTERS],
        tabled=tabled(),
        viewed=viewed,
        county=county,
        larger=larger,
    )
    print("\n\n".join([measured.machine, *tables(measured).values()]))
    if "--write" in sys.argv[1:]:
        nation = nation_of(PAGE.read_text(encoding="utf-8"))
        PAGE.write_text(with_nation(page(measured), nation), encoding="utf-8")
    if has_risen(larger):
        raise SystemExit("the time of a unit of work rises with the size: see the marked rows")


def machine() -> str:
    """Processor, cores, system and Python, and how busy it is, as one line."""
    processor = _field(Path("/proc/cpuinfo"), "model name") or platform.processor()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.freedesktop_os_release()['PRETTY_NAME']} ({platform.machine()})"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    load = f"load {os.getloadavg()[0]:.0f}"
    return f"{processor}, {os.cpu_count()} cores, {memory:.0f} GB, {system}, {python}, {load}"


def _field(file: Path, name: str) -> str:
    lines = file.read_text().splitlines() if file.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")


if __name__ == "__main__":
    main()
