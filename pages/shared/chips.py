"""What is filtered, said in words, one chip a value; each knows the filters without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pages.shared import words
from pipeline import query
from pipeline.query import Filters

LABELS = {
    "country": "Country",
    "org": "Organisation",
    "person": "Person",
    "topic": "Topic",
    "mode": "How they met",
    "setting": "Setting",
    "status": "Status",
    "level": "Level",
    "outlet": "Outlet",
    "review": "Review",
}
CLOSED_WORDS: Mapping[str, Mapping[str, str]] = {
    "mode": words.MODE,
    "setting": words.SETTING,
    "status": words.STATUS,
    "level": words.LEVEL,
    "review": words.REVIEW,
}
MATCH = {"any": "any", "all": "all", "dyad": "only these"}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, said in words, with the filters as they are without it."""

    label: str
    without: Filters


def changed(filters: Filters, name: str, value: Any) -> Filters:
    """The same filters but for one, named by its parameter."""
    values: dict[str, Any] = {name: value}
    return replace(filters, **values)


def chips(filters: Filters, names: Mapping[str, Mapping[str, str]]) -> list[Chip]:
    """What is filtered, one chip a value.

    Args:
        filters: The filters in force.
        names: Names by id, for the lists that depend on the data.
    """
    found = [chip for name in query.LISTS for chip in _of_list(filters, name, names)]
    if filters.match != "any" and len(filters.parties) > 1:
        found.append(
            Chip({"all": "With all of them", "dyad": "With only these"}[filters.match], replace(filters, match="any"))
        )
    if filters.since:
        found.append(Chip(f"From {words.day(filters.since)}", replace(filters, since=None)))
    if filters.until:
        found.append(Chip(f"To {words.day(filters.until)}", replace(filters, until=None)))
    if filters.undated:
        found.append(Chip("With undated", replace(filters, undated=False)))
    if filters.confidence:
        found.append(Chip(f"Confidence from {filters.confidence} %", replace(filters, confidence=0)))
    if filters.q:
        found.append(Chip(f"Text: “{filters.q}”", replace(filters, q="")))
    return found


def _of_list(filters: Filters, name: str, names: Mapping[str, Mapping[str, str]]) -> list[Chip]:
    default = getattr(Filters(), name)
    values = getattr(filters, name)
    if values == default:
        return []
    if not values:
        return [Chip("Any status", changed(filters, name, default))]
    shown = CLOSED_WORDS.get(name) or names.get(name, {})
    return [
        Chip(
            f"{LABELS[name]}: {shown.get(value, value)}",
            changed(filters, name, tuple(other for other in values if other != value) or default),
        )
        for value in values
    ]
