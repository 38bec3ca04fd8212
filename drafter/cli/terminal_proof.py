"""What the proofreader prints."""

from __future__ import annotations

from drafter.cli.console import COLOURS, console, print_json
from drafter.cli.terminal import LONGEST, counts
from drafter.desk.proofing import Proofed
from drafter.model import sentence as told


def print_proofed(proofed: Proofed) -> None:
    """The remarks with what they quote, one a line, and where the copy with comments is."""
    out = console()
    for finding in proofed.findings:
        quote = finding.details.get("quote", "").replace("\n", " ")
        quote = quote if len(quote) <= LONGEST * 2 else f"{quote[: LONGEST * 2]}…"
        said = f"{finding.severity} {finding.place} “{quote}”：{told.sentence(finding)}"
        out.print(said, style=COLOURS[finding.severity])
    if not proofed.findings:
        out.print("没有发现问题。")
        return
    out.print()
    out.print(f"{counts(proofed.findings)}。")
    if proofed.marked:
        out.print(f"批注版：{proofed.marked.name}")


def print_json_proofed(proofed: Proofed) -> None:
    """A list of {code, severity, quote, place, message}."""
    print_json([told.proof_record(finding) for finding in proofed.findings])
