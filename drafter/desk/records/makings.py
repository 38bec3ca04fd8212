"""拟稿: who had a draft made, on record before the draft is there: no kill leaves one without."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from drafter.desk.files.typed import person
from drafter.desk.records.records import Records
from drafter.desk.records.review_filings import Making
from drafter.model.dates import official_moment

if TYPE_CHECKING:
    from drafter.draft.record import Manifest


def put_down(records: Records, manifest: Manifest, who: str, when: datetime) -> None:
    """Record that somebody has the draft made; nothing where nobody is known to."""
    if who:
        making = Making(
            draft=manifest.number,
            id=manifest.id,
            who=person(who),
            when=official_moment(when),
        )
        records.file(making)


def makers(records: Records, manifest: Manifest) -> list[str]:
    """Who had the draft made."""
    return [one.who for one in records.filed(Making) if one.id == manifest.id]
