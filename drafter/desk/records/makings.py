"""拟稿: who had a draft made, on record before the draft is there: no kill leaves one without."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from drafter.desk.files.typed import UNSIGNED, person
from drafter.desk.records.records import Records
from drafter.desk.records.review_filings import Making
from drafter.model.dates import official_moment

if TYPE_CHECKING:
    from drafter.draft.record import Manifest


def put_down(records: Records, manifest: Manifest, who: str, when: datetime) -> None:
    """Record who has the draft made, whichever face it is made by."""
    making = Making(
        draft=manifest.number,
        id=manifest.id,
        who=person(who),
        when=official_moment(when),
    )
    records.file(making)


def makers(records: Records, manifest: Manifest) -> list[str]:
    """Who had the draft made, or one before it that it goes on from."""
    names = (one.who for one in records.filed(Making) if one.draft <= manifest.number)
    return [name for name in names if name != UNSIGNED]
