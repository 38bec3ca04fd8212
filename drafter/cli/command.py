"""What commands share: errors as one line and exit code 2, the workspace of -C, options."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from drafter.cli.face import CANNOT_RUN, YEAR, complain
from drafter.model.errors import CatalogueError, DrafterError, TemplateError, WorkspaceError
from drafter.model.shown import shown

if TYPE_CHECKING:
    from drafter.desk.review.reviewing import Review
    from drafter.desk.year.workspace import Workspace

P = ParamSpec("P")
FILE = click.Path(path_type=Path)
_DAYS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]
json_option = click.option("--json", "as_json", is_flag=True, help="以JSON输出。")
view_option = click.option(
    "--as", "view", type=click.Choice(["accepted", "rejected"]), default="accepted",
    help="文件中原有的修订按接受（accepted，默认）还是按拒绝（rejected）读取。",
)  # fmt: skip
_AUTHOR = click.option("--author", default="drafter", metavar="姓名", help="修订的作者。")
_DATE = click.option(
    "--date", type=click.DateTime(_DAYS), metavar="日期", help="修订的日期，默认为现在。"
)
_NAMES: dict[type[DrafterError], str] = {CatalogueError: "指标目录", TemplateError: "报告模板"}
_MORE: dict[type[DrafterError], str] = {
    CatalogueError: "drafter check --json",
    TemplateError: "drafter lint --json",
}


def signed(run: Callable[P, None]) -> Callable[P, None]:
    """The command with the options that say who signs tracked changes, and when."""
    return _AUTHOR(_DATE(run))


def command(run: Callable[P, int]) -> Callable[P, None]:
    """A function that returns an exit code, as a command; what stops it is one line and code 2."""

    @wraps(run)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = run(*args, **kwargs)
        except (CatalogueError, TemplateError) as error:
            from drafter.cli.console import print_findings

            more = _MORE[type(error)]
            print_findings(error.findings, more, error=True)
            count, what = len(error.findings), _NAMES[type(error)]
            reason = f"{what}有{count}处错误，请按上面所列改正后重新运行" if count else error
            complain(f"无法运行：{shown(str(reason))}")
            sys.exit(CANNOT_RUN)
        except DrafterError as error:
            complain(f"无法运行：{shown(str(error))}")
            sys.exit(CANNOT_RUN)
        sys.exit(code)

    return guarded


def opened(context: click.Context) -> Workspace:
    """The workspace that -C names, in the year that --year names."""
    from drafter.desk.year.workspace import open_workspace

    return open_workspace(context.obj, complain, year=context.meta.get(YEAR))


def reviewed(context: click.Context, needed: bool = True) -> Review:
    """The review of the workspace; of files alone where there is none and none is needed."""
    from drafter.desk.review.reviewing import Review

    try:
        return Review(opened(context))
    except WorkspaceError:
        if needed:
            raise
        return Review(None)


def moment(date: datetime | None) -> str:
    """The moment as Word writes it; the clock is read here, and nowhere below."""
    from drafter.desk.review.reviewing import moment as written

    return written(date or datetime.now(UTC))
