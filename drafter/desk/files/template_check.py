"""A template from outside held against a catalogue from outside, in the worker."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import asdict

from drafter.desk.files.folders import read_file
from drafter.model.errors import CatalogueError, TemplateError
from drafter.model.finding import Finding


def stops(template: Path, catalogue: Path) -> tuple[Finding, ...]:
    """What keeps a draft from being made of both: the template cannot be filled, or it names what
    the catalogue does not have. Raises TemplateError for what is no Word document."""
    from drafter.catalogue.sheet import read_catalogue
    from drafter.template.lint.lint import stop_at_unknown
    from drafter.template.template import Template
    from drafter.workbook.limits import Limits
    from drafter.workbook.opening import respond
    from drafter.workbook.reader import workbook

    answer = respond(str(catalogue), asdict(Limits()))
    read, _ = read_catalogue(workbook(catalogue.name, answer))
    if read is None:
        raise CatalogueError(f"{catalogue.name}有错误")
    try:
        stop_at_unknown(Template(read_file(template), template.name), read)
    except TemplateError as error:
        if not error.findings:
            raise
        return error.findings
    return ()
