"""The records of what is settled about a meeting: when, where, how, on what occasion, each with the words for it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import places
from pipeline.records import DateBasis, PartialDate


@dataclass(frozen=True, slots=True)
class Finding:
    """A value with the words that say it (characters of the cleaned text, or of the source where ``in_source``)."""

    value: str
    start: int
    end: int
    rule: str
    in_source: bool = False


@dataclass(slots=True)
class Circumstances:
    """What is settled about one draft."""

    mode: str = "unknown"
    mode_found: Finding | None = None
    when: PartialDate | None = None
    when_end: PartialDate | None = None
    basis: DateBasis | None = None
    when_found: Finding | None = None
    place: places.Place | None = None
    place_found: Finding | None = None
    occasion: str | None = None
    occasion_found: Finding | None = None
    unresolved_day: bool = False
