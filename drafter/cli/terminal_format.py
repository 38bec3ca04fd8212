"""What the commands about format print."""

from __future__ import annotations

from drafter.cli.console import console
from drafter.cli.terminal import print_findings, print_json_findings
from drafter.desk.formatting import Restyling
from drafter.desk.results import Checkup


def print_restyled(restyling: Restyling, as_json: bool) -> None:
    """What is left for a person to do, and where the copy is."""
    if as_json:
        print_json_findings(restyling.findings)
        return
    print_findings(restyling.findings, "drafter restyle --json")
    out = console()
    out.print(f"已按公文格式排好，文字一字未动：{restyling.path}")
    if restyling.findings:
        out.print(f"下一步：以上{len(restyling.findings)}处涉及文字或须人工判断，请在Word中处理。")


def print_format(checkup: Checkup, as_json: bool) -> None:
    """What breaks the standard in a file, and where the copy with comments is."""
    if as_json:
        print_json_findings(checkup.findings)
        return
    print_findings(checkup.findings, "drafter lint --json")
    out = console()
    if not checkup.findings:
        out.print("符合公文格式。")
    elif checkup.marked:
        out.print()
        out.print(f"批注版：{checkup.marked}")
    else:
        out.print()
        out.print("下一步：在Word中改正，或运行 drafter restyle 自动排好。")
