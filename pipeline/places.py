"""Words → places: city, country and coordinates of names, venues and datelines."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import tokens
from pipeline.lexicon import Lexicon

SMALL_TOWN = 50_000
"""Below this many people a bare name is more often something else ("Beit", "Of") than the town."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place. ``city`` is ``None`` when only the country is known; coordinates in decimal degrees, WGS 84."""

    country: str
    city: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    venue: str | None = None


def city(name: str, lexicon: Lexicon, country: str | None = None) -> Place | None:
    """Look a city or venue up by name.

    Args:
        name: As printed, any case.
        lexicon: The registers.
        country: Alpha-3 code that decides between cities of one name.

    Returns:
        The place, or ``None`` for an unknown or too small town. ``city("Geneva", …)`` is in CHE,
        not in the state of New York: the capital or the most populous one wins.
    """
    candidates = lexicon.cities.get(tokens.normalise(name.strip()))
    if not candidates:
        return None
    found = next((c for c in candidates if country and c.country == country), candidates[0])
    if found.population < SMALL_TOWN:
        return None
    return Place(found.country, _printed(name, found.name, found.venue), found.latitude, found.longitude, found.venue)


def coordinates(name: str, lexicon: Lexicon, country: str | None = None) -> tuple[float, float] | None:
    """Latitude and longitude of a city, ``None`` if the gazetteer does not have it in that country."""
    found = city(name, lexicon, country)
    if found is None or found.latitude is None or found.longitude is None or country not in (None, found.country):
        return None
    return found.latitude, found.longitude


def _printed(name: str, listed: str, venue: str | None) -> str:
    """The city as the article writes it ("Nur-Sultan", not "Astana"), unless it is a venue or all in capitals."""
    name = name.strip(" .,")
    if venue is not None or tokens.normalise(name) == tokens.normalise(listed):
        return listed
    return name if name[:1].isupper() and not name.isupper() else name.title()


def country(party_id: str, lexicon: Lexicon) -> Place | None:
    """A country as a place, without coordinates of a city; ``None`` for organisations and territories."""
    party = lexicon.parties.get(party_id)
    if party is None or party.party_type != "country":
        return None
    return Place(party_id)
