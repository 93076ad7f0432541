"""Filters as a condition of SQL on ``meetings m``; every value is a parameter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.query.filters import Filters

PLAIN_COLUMNS = ("mode", "setting", "status", "review")

MEMBERSHIPS = {
    "person": ("meeting_person", "SELECT person FROM person WHERE person_id = ANY($person)"),
    "topic": ("meeting_topic", "SELECT number FROM topic WHERE topic = ANY($topic)"),
    "level": ("meeting_level", "SELECT number FROM level WHERE level = ANY($level)"),
    "outlet": ("meeting_outlet", "SELECT number FROM outlet WHERE outlet = ANY($outlet)"),
}
"""List filters over more than one value a meeting: the table of pairs, and the numbers of the chosen values."""

_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')

COUNTRIES = "party_type IN ('country', 'territory')"
"""Parties the country filter offers; the organisation filter offers the others."""

PARTIES = "SELECT party FROM party WHERE party_id = ANY($parties)"


class Condition(NamedTuple):
    """A condition and its parameters."""

    sql: str
    parameters: dict[str, Any]


ALL = Condition("true", {})


def condition(filters: Filters, without: str = "") -> Condition:
    """What a meeting must fulfil.

    Args:
        filters: Which meetings are meant.
        without: A filter to leave out, so that its facet counts what choosing another value would give.

    Returns:
        The condition on the rows of ``meetings m``, and its parameters by name.
    """
    parts: list[str] = []
    parameters: dict[str, Any] = {}
    without = "party" if without in ("country", "org") else without
    for name, sql, values in _parts(filters):
        if name != without:
            parts.append(sql)
            parameters |= values
    return Condition(" AND ".join(parts) or "true", parameters)


def _parts(filters: Filters) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The name of each filter in force, its condition and its parameters."""
    if filters.parties:
        yield "party", _party(filters), {"parties": list(filters.parties)} | _party_counts(filters)
    for name, (pairs, chosen) in MEMBERSHIPS.items():
        if getattr(filters, name):
            sql = f"m.meeting IN (SELECT meeting FROM {pairs} WHERE number IN ({chosen}))"
            yield name, sql, {name: list(getattr(filters, name))}
    for name in PLAIN_COLUMNS:
        if getattr(filters, name):
            yield name, f"m.{name} = ANY(${name})", {name: list(getattr(filters, name))}
    if filters.confidence:
        yield "confidence", "m.confidence >= $confidence", {"confidence": filters.confidence / 100}
    if filters.since or filters.until:
        yield "date", _dates(filters), _bounds(filters)
    for number, term in enumerate(terms(filters.q)):
        yield "q", _term(f"q{number}"), {f"q{number}": term}


def _party(filters: Filters) -> str:
    """Any of the parties, all of them, or they and nobody else."""
    pairs = f"SELECT meeting FROM meeting_party WHERE number IN ({PARTIES})"
    if filters.match == "any" or len(filters.parties) == 1:
        return f"m.meeting IN ({pairs})"
    together = f"m.meeting IN ({pairs} GROUP BY meeting HAVING count(*) = $n_parties)"
    return f"{together} AND m.n_parties = $n_parties" if filters.match == "dyad" else together


def _party_counts(filters: Filters) -> dict[str, int]:
    alone = filters.match == "any" or len(filters.parties) == 1
    return {} if alone else {"n_parties": len(set(filters.parties))}


def _dates(filters: Filters) -> str:
    """The span of days a meeting may lie in reaches into the range."""
    bounds = ["m.last_day >= $since"] if filters.since else []
    bounds += ["m.first_day <= $until"] if filters.until else []
    dated = " AND ".join(bounds)
    return f"(({dated}) OR m.first_day IS NULL)" if filters.undated else f"({dated})"


def _bounds(filters: Filters) -> dict[str, Any]:
    bounds = {"since": filters.since, "until": filters.until}
    return {name: value for name, value in bounds.items() if value}


def _term(name: str) -> str:
    """One search term, in what the tables say of the meeting or in the text of one of its articles."""
    folded = f"strip_accents(lower(${name}))"
    articles = (
        "SELECT s.meeting FROM meeting_document s JOIN document d ON d.document = s.number JOIN texts t USING (doc_id)"
        f" WHERE contains(strip_accents(lower(t.text)), {folded})"
    )
    return f"(contains(m.words, {folded}) OR m.meeting IN ({articles}))"


def terms(q: str) -> list[str]:
    """The words of a search; words in quotes belong together.

    Args:
        q: What the reader typed: ``lavrov "chemical weapons"``.

    Returns:
        ``["lavrov", "chemical weapons"]``, each once.
    """
    found = [quoted.strip() or plain for quoted, plain in _TERM.findall(q)]
    return list(dict.fromkeys(term for term in found if term))
