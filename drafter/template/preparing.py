"""A template compiled from its .docx. Filling one that was compiled before needs none of this."""

from __future__ import annotations

import marshal
from collections.abc import Mapping

from drafter.model import sentence as told
from drafter.model.errors import TemplateError
from drafter.model.finding import Severity
from drafter.template import free_ids, mistakes
from drafter.template.compiling import compile_parts
from drafter.template.prepared import Prepared
from drafter.template.restarts import first_free
from drafter.template.sandbox import Sandbox
from drafter.template.source import PartSource
from drafter.template.wording import FILTERS, TESTS
from drafter.word.numbering import PART as NUMBERING
from drafter.word.package import Part, unpack
from drafter.word.place import findings
from drafter.word.safety import as_document, dangers
from drafter.word.slip import Slip


def prepare(content: bytes, file: str) -> Prepared:
    """The .docx compiled. Raises TemplateError with a finding for each mistake."""
    parts = as_document(unpack(content, file))
    stop(dangers(parts), parts, file)
    compiled = compile_parts(parts, Sandbox(FILTERS, TESTS))
    stop([slip for slip in compiled.slips if slip.severity is Severity.ERROR], parts, file)
    lists = parts.get(NUMBERING)
    return Prepared(
        parts,
        tuple(findings(compiled.slips, parts, file)),
        {name: part.source for name, part in compiled.parts.items()},
        {name: marshal.dumps(part.code) for name, part in compiled.parts.items()},
        {name: Part.of(name, part) for name, part in compiled.static.items()},
        first_free(lists) if lists else 0,
        free_ids.taken(parts),
    )


def stop(slips: list[Slip], parts: Mapping[str, bytes], file: str) -> None:
    """Raises TemplateError where there are any slips, with a finding for each."""
    if slips:
        raise _error(slips, parts, file)


def unfilled(
    error: Exception, source: PartSource, parts: Mapping[str, bytes], file: str
) -> TemplateError:
    """Why the part could not be filled, at the tag where that showed."""
    return _error([mistakes.runtime(error, source)], parts, file)


def _error(slips: list[Slip], parts: Mapping[str, bytes], file: str) -> TemplateError:
    errors = findings(slips, parts, file)
    first = told.in_place(errors[0])
    more = f"（共{len(errors)}处，这是第一处）" if len(errors) > 1 else ""
    return TemplateError(first + more, errors)
