"""The word lists, read from the data files of this folder and from a user's own (``--lexicon DIR``).

Every list is a data file; nothing here knows a country, a title or a person.
A user's file of the same name extends the shipped one; a row with the same key replaces the shipped row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from pipeline import errors, tokens
from pipeline.lexicon import gazetteer, registers
from pipeline.lexicon import titles as official
from pipeline.lexicon.entries import City, FormKind, Occasion, Party, PartyForm, Tenure, Title, Topic
from pipeline.lexicon.phrases import FrameBook, PhraseBook
from pipeline.lexicon.registers import HERE, folders, rows, split, toml
from pipeline.records import Level, PartyType

__all__ = [
    "HERE",
    "City",
    "FormKind",
    "Lexicon",
    "Occasion",
    "Party",
    "PartyForm",
    "Tenure",
    "Title",
    "Topic",
    "folders",
    "load",
    "outlets",
    "rows",
    "split",
    "toml",
]


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
    titles: FrameBook[Title]
    people: PhraseBook[Tenure]
    occasions: PhraseBook[Occasion]
    cities: Mapping[str, tuple[City, ...]]
    triggers: Mapping[str, Any]
    topics: Mapping[str, Topic]
    abbreviations: frozenset[str]
    fingerprint: str
    tenures: tuple[Tenure, ...] = field(default=())


_PARTY_REGISTERS = ("countries.csv", "territories.csv", "organisations.csv")
_LONGEST_ABBREVIATION = 6


def _is_upper(form: str) -> bool:
    letters = form.replace(".", "").replace("-", "").replace(" ", "")
    return letters.isupper() and len(letters) <= _LONGEST_ABBREVIATION


def _load_parties(extra: Sequence[Path]) -> tuple[dict[str, Party], PhraseBook[PartyForm]]:
    parties: dict[str, Party] = {}
    places: dict[str, str] = {}
    forms: PhraseBook[PartyForm] = PhraseBook()
    for name in _PARTY_REGISTERS:
        for row, where in rows(name, extra):
            registers.need(row, where, "party_id", "name")
            party_type = cast(
                PartyType, registers.member(row.get("party_type") or "country", PartyType, "party_type", where)
            )
            party_id = row["party_id"]
            if party_id in parties:
                raise errors.LexiconError(f"{where}: party_id {party_id!r} stands in {places[party_id]} too; keep one")
            places[party_id] = where
            parties[party_id] = Party(
                party_id,
                row["name"],
                party_type,
                row.get("region") or None,
                row.get("subregion") or None,
                row.get("capital") or row.get("head_office_city") or None,
                registers.number(row, "latitude", where),
                registers.number(row, "longitude", where),
            )
            for form, kind in _spellings(row, party_type):
                forms.add(form, PartyForm(party_id, kind, _is_upper(form)))
    return parties, forms


def _spellings(row: registers.Row, party_type: PartyType) -> list[tuple[str, FormKind]]:
    """Every way a row lets a text name its party."""
    columns: dict[str, FormKind] = {"aliases": "name", "adjectives": "adjective", "demonyms": "demonym"}
    spellings: list[tuple[str, FormKind]] = [(row["name"], "name")]
    spellings += [(row["official_name"], "name")] if row.get("official_name") else []
    for column, kind in columns.items():
        spellings += [(form, kind) for form in split(row.get(column, ""))]
    if party_type == "country":
        spellings += [(row["capital"], "capital")] if row.get("capital") else []
        spellings += [(form, "capital") for form in split(row.get("capital_aliases", ""))]
    return spellings + [(form, "seat") for form in split(row.get("seats", ""))]


def _load_people(extra: Sequence[Path], parties: Mapping[str, Party]) -> tuple[PhraseBook[Tenure], tuple[Tenure, ...]]:
    book: PhraseBook[Tenure] = PhraseBook()
    tenures: list[Tenure] = []
    for row, where in rows("people.csv", extra):
        registers.need(row, where, "person_id", "name", "party_id", "office")
        level = cast(Level, registers.member(row["level"], Level, "level", where))
        start, end = registers.day(row, "from", where), registers.day(row, "to", where)
        if row["party_id"] not in parties:
            registers_of = ", ".join(_PARTY_REGISTERS)
            raise errors.LexiconError(
                f"{where}: party_id {row['party_id']!r} is in none of {registers_of}; add it there"
            )
        tenure = Tenure(row["person_id"], row["name"], row["party_id"], row["office"], level, start, end)
        tenures.append(tenure)
        book.extend([row["name"], *split(row["aliases"])], tenure)
    return book, tuple(tenures)


def _load_occasions(extra: Sequence[Path]) -> PhraseBook[Occasion]:
    book: PhraseBook[Occasion] = PhraseBook()
    for row, where in rows("occasions.csv", extra):
        registers.need(row, where, "occasion_id", "name")
        number = registers.number(row, "number", where)
        occasion = Occasion(
            row["occasion_id"],
            row["name"],
            row["kind"],
            int(number) if number is not None else None,
            registers.day(row, "date_start", where),
            registers.day(row, "date_end", where),
            row["city"] or None,
            row["country"] or None,
            row["organisation"] or None,
        )
        book.extend([row["name"], *split(row["aliases"])], occasion)
    return book


def _load_not_parties(extra: Sequence[Path]) -> PhraseBook[bool]:
    book: PhraseBook[bool] = PhraseBook()
    for row, where in rows("not_parties.csv", extra):
        book.add(registers.need(row, where, "phrase")["phrase"], True)
    return book


def _load_topics(extra: Sequence[Path]) -> dict[str, Topic]:
    entries = toml("topics.toml", extra).get("topics", {})
    for topic, entry in entries.items():
        if missing := [key for key in ("label", "description") if not entry.get(key)]:
            raise errors.LexiconError(f"topics.toml, topics.{topic}: {missing[0]} is missing; every topic needs it")
    return {
        topic: Topic(topic, entry["label"], entry["description"], entry.get("plover_context", ""))
        for topic, entry in entries.items()
    }


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
    titles, abbreviations = official.load(extra, parties, forms)
    people, tenures = _load_people(extra, parties)
    triggers = toml("triggers.toml", extra)
    return Lexicon(
        parties=parties,
        party_forms=forms,
        not_parties=_load_not_parties(extra),
        titles=titles,
        people=people,
        occasions=_load_occasions(extra),
        cities=gazetteer.load(extra),
        triggers=triggers,
        topics=_load_topics(extra),
        abbreviations=abbreviations | frozenset(triggers.get("abbreviations", ())),
        fingerprint=registers.fingerprint(extra),
        tenures=tenures,
    )


def outlets(extra: tuple[Path, ...] = ()) -> dict[str, str]:
    """Party whose press an outlet is, by its normalised names."""
    result: dict[str, str] = {}
    for row, where in rows("outlets.csv", extra):
        registers.need(row, where, "outlet", "party_id")
        for name in [row["outlet"], *split(row["aliases"])]:
            result[tokens.normalise(name)] = row["party_id"]
    return result
