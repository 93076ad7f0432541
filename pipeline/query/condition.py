"""Filters as a condition of SQL on ``meetings m``; every value is a parameter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pipeline.query.filters import Filters

PLAIN_COLUMNS = ("mode", "setting", "status", "review")

MEMBERS = {
    "person": "list_contains(m.people, (SELECT number FROM person WHERE person_id = $value))",
    "topic": "list_contains(m.topics, (SELECT number FROM topic WHERE topic = $value))",
    "level": "list_contains(m.levels, (SELECT number FROM level WHERE level = $value))",
    "outlet": "list_contains(m.outlets, (SELECT number FROM outlet WHERE outlet = $value))",
}
"""List filters over things of which a meeting has several: whether it has one of them."""

HAS_PARTY = "list_contains(m.parties, (SELECT number FROM party WHERE party_id = $value))"

MIN_PREFIX = 4
"""A word of a search this long also finds longer ones ("sanction": "sanctions"); "un" would find half the language."""

_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")

_TOGETHER = """
    SELECT number FROM texts JOIN document USING (doc_id)
    WHERE number IN (SELECT document FROM source WHERE $has_words) AND contains(strip_accents(lower(text)), $term)"""

COUNTRIES = "party_type IN ('country', 'territory')"
"""Parties the country filter offers; the organisation filter offers the others."""

NOT_REJECTED = "m.review <> 'rejected'"
"""A person said there was no such meeting: it counts only for a reader who asks for what was rejected."""


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
    for name in PLAIN_COLUMNS:
        if chosen := getattr(filters, name):
            yield name, f"m.{name} = ANY(${name}::meetings_{name}[])", {name: list(chosen)}
    if not filters.review:
        yield "review", NOT_REJECTED, {}
    if filters.confidence:
        yield "confidence", "m.confidence >= $confidence", {"confidence": filters.confidence / 100}
    if filters.since or filters.until:
        yield "date", _dates(filters), _bounds(filters)
    if parties := tuple(dict.fromkeys(filters.parties)):
        sql, values = _each(HAS_PARTY, "party", parties, "OR" if filters.match == "any" else "AND")
        if filters.match == "dyad":
            sql, values = f"({sql} AND m.n_parties = $n_parties)", values | {"n_parties": len(parties)}
        yield "party", sql, values
    for name, member in MEMBERS.items():
        if chosen := getattr(filters, name):
            yield name, *_each(member, name, chosen, "OR")
    for number, term in enumerate(terms(filters.q)):
        yield "q", *_term(f"q{number}", term)


def _each(member: str, name: str, chosen: Sequence[str], junction: str) -> tuple[str, dict[str, Any]]:
    """One condition for each chosen value, joined."""
    values = {f"{name}{number}": value for number, value in enumerate(chosen)}
    return "(" + f" {junction} ".join(member.replace("$value", f"${key}") for key in values) + ")", values


def _dates(filters: Filters) -> str:
    """The span of days a meeting may lie in reaches into the range."""
    bounds = ["m.last_day >= $since"] if filters.since else []
    bounds += ["m.first_day <= $until"] if filters.until else []
    dated = " AND ".join(bounds)
    return f"(({dated}) OR m.first_day IS NULL)" if filters.undated else f"({dated})"


def _bounds(filters: Filters) -> dict[str, Any]:
    bounds = {"since": filters.since, "until": filters.until}
    return {name: value for name, value in bounds.items() if value}


def _term(name: str, term: str) -> tuple[str, dict[str, Any]]:
    """One search term, in what the tables say of the meeting or in one of its articles."""
    values = {name: term} | {f"{name}_{number}": word for number, word in enumerate(_WORD.findall(term))}
    lists = [_articles(key, word) for key, word in values.items() if key != name]
    has_words = " AND ".join(f"document IN ({numbers})" for numbers in lists) or "false"
    if len(lists) > 1:  # the index does not know that words stand together
        together = _TOGETHER.replace("$has_words", has_words).replace("$term", _fold(name))
        has_words = f"document IN ({together})"
    return f"(contains(m.words, {_fold(name)}) OR m.meeting IN (SELECT meeting FROM source WHERE {has_words}))", values


def _articles(key: str, word: str) -> str:
    """Numbers of the articles that have a word, or one that begins with it."""
    numbers = "SELECT unnest(documents) FROM search WHERE word"
    if len(word) < MIN_PREFIX:
        return f"{numbers} = {_fold(key)}"
    return f"{numbers} >= {_fold(key)} AND word < {_fold(key)} || chr(1114111)"


def _fold(key: str) -> str:
    """A parameter folded as the words of meetings and articles are."""
    return f"strip_accents(lower(${key}))"


def terms(q: str) -> list[str]:
    """The words of a search; words in quotes belong together.

    Args:
        q: What the reader typed: ``lavrov "chemical weapons"``.

    Returns:
        ``["lavrov", "chemical weapons"]``, each once.
    """
    found = [quoted.strip() or plain for quoted, plain in _TERM.findall(q)]
    return list(dict.fromkeys(term for term in found if term))
