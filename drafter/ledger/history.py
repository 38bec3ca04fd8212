"""Last year's figures, from the workbooks that stand in last year's folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from drafter.catalogue.catalogue import Catalogue
from drafter.figure import Entry
from drafter.intake.form import read_submissions
from drafter.ledger.ledger import is_missing
from drafter.ledger.merge import merge
from drafter.workbook.reader import Reader


def last_year_entries(
    catalogue: Catalogue, files: Iterable[Path], reader: Reader
) -> Mapping[str, Entry]:
    """What last year's workbooks say of this year's indicators; unknown ones are left out."""
    files = list(files)
    if not files:
        return {}
    settings = replace(catalogue.settings, year=catalogue.settings.year - 1)
    before = replace(catalogue, settings=settings, rules=())
    ledger = merge(before, read_submissions(before, files, reader), {})
    return {key: entry for key, entry in ledger.entries.items() if not is_missing(entry)}
