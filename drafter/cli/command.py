"""What every command shares: errors as one line and exit code 2, and the workspace of -C."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

import click

from drafter.cli.face import CANNOT_RUN, complain
from drafter.model.errors import CatalogueError, DrafterError, TemplateError
from drafter.model.shown import shown

if TYPE_CHECKING:
    from drafter.desk.workspace import Workspace

P = ParamSpec("P")
_NAMES: dict[type[DrafterError], str] = {CatalogueError: "指标目录", TemplateError: "报告模板"}
_MORE: dict[type[DrafterError], str] = {
    CatalogueError: "drafter check --json",
    TemplateError: "drafter lint --json",
}


def command(run: Callable[P, int]) -> Callable[P, None]:
    """A function that returns an exit code, as a command; what stops it is one line and code 2."""

    @wraps(run)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = run(*args, **kwargs)
        except (CatalogueError, TemplateError) as error:
            from drafter.cli.terminal import print_findings

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
    """The workspace that -C names."""
    from drafter.desk.workspace import open_workspace

    return open_workspace(context.obj, complain)
