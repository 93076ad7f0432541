"""The entries of the registers, as the pipeline looks them up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.records import Level, PartyType

FormKind = Literal["name", "adjective", "demonym", "capital", "seat"]


@dataclass(frozen=True, slots=True)
class Party:
    """A country, territory, organisation or group that can take part in a meeting."""

    party_id: str
    name: str
    party_type: PartyType
    region: str | None = None
    subregion: str | None = None
    capital: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class PartyForm:
    """One way a text names a party. ``is_upper``: only the upper-case spelling counts ("US", not "us")."""

    party_id: str
    kind: FormKind
    is_upper: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """One official title. ``kind``: office, honorific, rank, side or modifier."""

    title: str
    level: Level
    domain: str
    kind: str
    position: str
    party_id: str | None = None
    is_plural: bool = False

    @property
    def is_upper(self) -> bool:
        """Whether it is an abbreviation that is meant only where it is printed in capitals (``PM``)."""
        return self.title.isupper()


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person in one office for one term. ``start``/``end`` are ISO dates as precise as known, ``""`` open."""

    person_id: str
    name: str
    party_id: str
    office: str
    level: Level
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """A larger event meetings take place within; ``date_start`` empty for the recurring name without an edition."""

    occasion_id: str
    name: str
    kind: str
    number: int | None
    date_start: str
    date_end: str
    city: str | None
    country: str | None
    organisation: str | None


@dataclass(frozen=True, slots=True)
class City:
    """A place with coordinates. ``venue`` is filled when the listed name is a palace or a hall in ``name``."""

    name: str
    country: str
    latitude: float | None
    longitude: float | None
    population: int = 0
    venue: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """One entry of the closed topic list."""

    topic: str
    label: str
    description: str
    plover_context: str
