"""Commands about the format of any Word file."""

from __future__ import annotations

from pathlib import Path

import click

from drafter.cli.command import command


def check(file: Path, mark: bool, as_json: bool) -> int:
    """drafter lint of a file: its format alone, no workspace needed."""
    from drafter.cli.terminal_format import print_format
    from drafter.desk.formatting import check_file

    checkup = check_file(file, mark)
    print_format(checkup, as_json)
    return 1 if checkup.errors else 0


@click.command(options_metavar="[选项]", short_help="把一份Word文件排成公文格式。")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "out", metavar="文件", type=click.Path(path_type=Path),
    help="另存的文件名，默认为“原名（公文格式）.docx”。",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="以JSON列出须人工处理之处。")
@command
def restyle(file: Path, out: Path | None, as_json: bool) -> int:
    """把改过的稿子或别处来的.docx按公文格式（GB/T 9704）另存一份，文字一字不动，原件不动。"""
    from drafter.cli.terminal_format import print_restyled
    from drafter.desk.formatting import restyle_file

    print_restyled(restyle_file(file, out), as_json)
    return 0


COMMANDS = (restyle,)
