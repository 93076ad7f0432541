"""Which meetings a reader wants to see, as one value: the fields are the parameters of a page's link and of the API.

The same names and values serve the sidebar, links, downloads and the command line, and are said in words in one place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, get_args

from pipeline import records
from pipeline.schema import TABLES

ANY = "any"
"""``status=any`` in a link: meetings of every status, where leaving it out means held ones."""

MATCHES = ("any", "all", "dyad")

LISTS = ("country", "org", "person", "topic", "mode", "setting", "status", "level", "outlet", "review")

CLOSED: Mapping[str, tuple[str, ...]] = {
    "match": MATCHES,
    "mode": get_args(records.Mode),
    "setting": get_args(records.Setting),
    "status": get_args(records.Status),
    "level": get_args(records.Level),
    "review": TABLES["meetings"].column("review").values,
}
"""Filters whose values never depend on the data."""

_BOOLEANS = ("1", "0", "true", "false", "yes", "no")
"""Yes and no in turn."""

SYNONYMS = {"country_mode": "match", "from": "since", "to": "until"}
"""Other names a link may use for a filter."""

LABELS = {
    "country": "country",
    "org": "organisation",
    "person": "person",
    "topic": "topic",
    "mode": "mode",
    "setting": "setting",
    "level": "level",
    "outlet": "outlet",
    "review": "review",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which meetings are meant; hashable, so that caches can be keyed by it.

    Attributes:
        country: Countries and territories, by ``party_id``.
        match: ``any`` of the countries and organisations took part, ``all`` of them, or ``dyad``: they and nobody else.
        org: Organisations and groups, by ``party_id``.
        person: People, by ``person_id``.
        since: First day; a meeting known to the month counts when the month reaches into the range.
        until: Last day.
        undated: Whether a range of dates also lets meetings without a date through.
        topic: Topics, any of them.
        mode: How they met.
        setting: Bilateral, trilateral, multilateral.
        status: Held by default; empty means every status.
        level: Rank of any participant.
        outlet: Who published an article about it.
        review: What a person said about the row; when empty, everything but what was rejected.
        confidence: Least confidence in per cent.
        q: Words, each of which must stand in title, names, place, occasion or an article's text.
    """

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

    @property
    def parties(self) -> tuple[str, ...]:
        """Countries and organisations together."""
        return (*self.country, *self.org)

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]], known: Mapping[str, set[str]] | None = None) -> Filters:
        """Read the filters of a link; what is not understood is left out (``parse`` says what that was)."""
        return parse(query, known)[0]

    def to_query(self) -> dict[str, list[str]]:
        """The parameters of a link; what stands at its default is left out."""
        query: dict[str, list[str]] = {}
        for name in NAMES:
            value = getattr(self, name)
            if value == getattr(_DEFAULT, name):
                continue
            if isinstance(value, tuple):
                query[name] = list(value) or [ANY]
            elif isinstance(value, bool):
                query[name] = ["1"]
            else:
                query[name] = [value.isoformat() if isinstance(value, date) else str(value)]
        return query

    def in_words(self, names: Mapping[str, Mapping[str, str]] | None = None) -> str:
        """The filters as a sentence for a file's heading.

        Args:
            names: Names by id for each list filter (``{"country": {"KAZ": "Kazakhstan"}}``); other ids are shown.

        Returns:
            For example "Held meetings; country: Kazakhstan; since 2020-01-01; undated ones left out".
        """
        parts = [f"{' or '.join(self.status) or 'all'} meetings".capitalize()]
        for name in LABELS:
            values = [(names or {}).get(name, {}).get(value, value.replace("_", " ")) for value in getattr(self, name)]
            if values:
                parts.append(f"{LABELS[name]}: {' or '.join(values)}")
        if len(self.parties) > 1 and self.match != "any":
            parts.append({"all": "all of these took part", "dyad": "these took part and nobody else"}[self.match])
        parts += [f"since {self.since.isoformat()}"] if self.since else []
        parts += [f"until {self.until.isoformat()}"] if self.until else []
        if self.since or self.until:
            parts.append("undated ones included" if self.undated else "undated ones left out")
        parts += [f"confidence at least {self.confidence} %"] if self.confidence else []
        parts += [f"text: “{self.q}”"] if self.q else []
        return "; ".join(parts)


NAMES = tuple(field.name for field in fields(Filters))
_DEFAULT = Filters()


def parse(query: Mapping[str, Sequence[str]], known: Mapping[str, set[str]] | None = None) -> tuple[Filters, list[str]]:
    """Read the filters of a link.

    Args:
        query: Values by parameter, repeated ones as a list; parameters that are no filter are ignored.
        known: The values that exist, for the lists that depend on the data; others are then refused.

    Returns:
        The filters, and one sentence for every value that was not understood.
    """
    given: dict[str, list[str]] = {}
    for name, values in query.items():
        stated = [value for value in values if value != ""]
        if SYNONYMS.get(name, name) in NAMES and stated:
            given.setdefault(SYNONYMS.get(name, name), []).extend(stated)
    found: dict[str, Any] = {}
    problems: list[str] = []
    for name, values in given.items():
        allowed = set(CLOSED[name]) if name in CLOSED else (known or {}).get(name)
        if name in LISTS:
            found[name] = tuple(dict.fromkeys(value for value in values if allowed is None or value in allowed))
            problems += [] if allowed is None else [_refused(name, value) for value in values if value not in allowed]
        else:
            try:
                found[name] = _single(name, values[-1])
            except ValueError:
                problems.append(_refused(name, values[-1]))
    if ANY in given.get("status", ()):
        found["status"] = ()
        problems.remove(_refused("status", ANY))
    elif not found.get("status", ("held",)):
        del found["status"]
    return replace(_DEFAULT, **found), problems


def _refused(name: str, value: str) -> str:
    return f"{name}={value} is not known here"


def _single(name: str, value: str) -> Any:
    """A filter of one value; raises ``ValueError`` when it is not understood."""
    if name in ("since", "until"):
        return _bound(value, last=name == "until")
    if name == "undated":
        return _BOOLEANS.index(value.lower()) % 2 == 0
    if name == "confidence":
        if not 0 <= int(value) <= 100:
            raise ValueError(value)
        return int(value)
    if name == "match" and value not in MATCHES:
        raise ValueError(value)
    return value.strip()


def _bound(value: str, last: bool) -> date:
    """A day; a year or month stands for its first day, or as an upper bound for its last."""
    bound = records.PartialDate.from_iso(value)
    if bound.as_date() or not last:
        return date(bound.year, bound.month or 1, bound.day or 1)
    following = date(bound.year + (bound.month or 12) // 12, (bound.month or 12) % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
