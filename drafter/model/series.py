"""历年: the entries of several years under one year's keys, and what keeps two years apart."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from drafter.model.figure import Entry


class Series(Struct, frozen=True):
    """The entries by year and key, as far as one stands for the indicator of today; `notes` say by
    key and year why that year's figure and the one before are not alike."""

    entries: Mapping[int, Mapping[str, Entry]] = field(default_factory=dict)
    notes: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
