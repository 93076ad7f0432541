"""The filters as a value: read from an address, written back to one, said in words.

No Streamlit in here; the sidebar that edits them is :mod:`pages.shared.sidebar`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from pages.shared import words

LISTS = ("country", "org", "person", "topic", "mode", "setting", "status", "level", "outlet", "review")
CLOSED = {
    "match": ("any", "all", "dyad"),
    "mode": tuple(words.MODE),
    "setting": tuple(words.SETTING),
    "status": tuple(words.STATUS),
    "level": tuple(words.LEVEL),
    "review": tuple(words.REVIEW),
}
ANY = "any"
"""``status=any`` in an address: no filter by status, where leaving it out means held meetings."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which meetings are shown. Field names are the parameter names of a page's address."""

    country: tuple[str, ...] = ()
    match: str = "any"
    org: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    undated: bool = False
    topic: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    setting: tuple[str, ...] = ()
    status: tuple[str, ...] = ("held",)
    level: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    confidence: int = 0
    q: str = ""


def changed(filters: Filters, name: str, value: Any) -> Filters:
    """The same filters but for one, named by its parameter."""
    values: dict[str, Any] = {name: value}
    return replace(filters, **values)


NAMES = tuple(field.name for field in fields(Filters))


def from_params(params: Mapping[str, Sequence[str]], known: Mapping[str, set[str]]) -> tuple[Filters, list[str]]:
    """Read the filters of an address.

    Args:
        params: Values by parameter; parameters that are no filter are ignored.
        known: The values that exist, for the open lists (``country``, ``org``, ``person``, ``topic``, ``outlet``).

    Returns:
        The filters, and one sentence for every value that was not understood.
    """
    found: dict[str, Any] = {}
    problems: list[str] = []
    for name in NAMES:
        given = [value for value in params.get(name, ()) if value != ""]
        if given:
            value, problem = _read(name, given, set(CLOSED.get(name, ())) or known.get(name))
            problems += problem
            if value is not None:
                found[name] = value
    return Filters(**found), problems


def _read(name: str, given: list[str], known: set[str] | None) -> tuple[Any, list[str]]:
    if name in LISTS:
        if name == "status" and ANY in given:
            return (), []
        good = tuple(dict.fromkeys(value for value in given if known is None or value in known))
        bad = [value for value in given if known is not None and value not in known]
        return good or None, [f"{LABELS[name]} “{value}” is not in this data" for value in bad]
    last = given[-1]
    try:
        return _single(name, last, known), []
    except ValueError:
        return None, [f"{LABELS[name]} “{last}” was not understood"]


def _single(name: str, value: str, known: set[str] | None) -> Any:
    if name in ("since", "until"):
        return _bound(value, last=name == "until")
    if name == "undated":
        return value in ("1", "true", "yes")
    if name == "confidence":
        number = int(value)
        if not 0 <= number <= 100:
            raise ValueError(value)
        return number
    if known and value not in known:
        raise ValueError(value)
    return value


def _bound(value: str, last: bool) -> date:
    """A day; a year or month stands for its first day, or for its last as an upper bound."""
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    if not last:
        return date(year, month, 1)
    return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)


def to_params(filters: Filters) -> dict[str, list[str]]:
    """The address parameters of ``filters``; what stands at its default is left out."""
    default = Filters()
    params: dict[str, list[str]] = {}
    for name in NAMES:
        value = getattr(filters, name)
        if value == getattr(default, name):
            continue
        if isinstance(value, tuple):
            params[name] = list(value) or [ANY]
        elif isinstance(value, bool):
            params[name] = ["1"]
        else:
            params[name] = [value.isoformat() if isinstance(value, date) else str(value)]
    return params


LABELS = {
    "country": "Country",
    "match": "Match",
    "org": "Organisation",
    "person": "Person",
    "since": "From",
    "until": "To",
    "undated": "Undated",
    "topic": "Topic",
    "mode": "How they met",
    "setting": "Setting",
    "status": "Status",
    "level": "Level",
    "outlet": "Outlet",
    "review": "Review",
    "confidence": "Confidence",
    "q": "Text",
}
CLOSED_WORDS: dict[str, dict[str, str]] = {
    "mode": words.MODE,
    "setting": words.SETTING,
    "status": words.STATUS,
    "level": words.LEVEL,
    "review": words.REVIEW,
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force, said in words, with the filters as they are without it."""

    label: str
    without: Filters


def chips(filters: Filters, names: Mapping[str, Mapping[str, str]]) -> list[Chip]:
    """What is filtered, one chip a value.

    Args:
        filters: The filters in force.
        names: Names by id, for the open lists.
    """
    found: list[Chip] = []
    for name in LISTS:
        values = getattr(filters, name)
        if name == "status" and values == Filters().status:
            continue
        if name == "status" and not values:
            found.append(Chip("Any status", replace(filters, status=Filters().status)))
        for value in values:
            shown = CLOSED_WORDS.get(name, names.get(name, {})).get(value, value)
            rest = tuple(other for other in values if other != value)
            if name == "status" and not rest:
                rest = Filters().status
            found.append(Chip(f"{LABELS[name]}: {shown}", changed(filters, name, rest)))
    if filters.match != "any" and len(filters.country) + len(filters.org) > 1:
        found.append(
            Chip({"all": "All of them", "dyad": "Just these two"}[filters.match], replace(filters, match="any"))
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


def in_words(filters: Filters, names: Mapping[str, Mapping[str, str]]) -> str:
    """The filters as a sentence for a file's heading: ``held meetings; Country: Kazakhstan; From 1 Jan 2020``."""
    status = words.listed(words.STATUS[value].lower() for value in filters.status) or "all"
    return "; ".join([f"{status} meetings", *(chip.label for chip in chips(filters, names))])
