"""The word lists of cleaning, read from ``lexicon/cleaning.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """Lists as in the file; what is compared with whole lines is folded by :func:`fold`, names are kept as printed."""

    attributions: tuple[str, ...]
    lines_equal: frozenset[str]
    lines_start: tuple[str, ...]
    lines_contain: tuple[str, ...]
    menu_words: frozenset[str]
    trailing_equal: frozenset[str]
    trailing_start: tuple[str, ...]
    links_start: tuple[str, ...]
    links_above: tuple[str, ...]
    labels_published: tuple[str, ...]
    labels_updated: tuple[str, ...]
    labels_other_day: tuple[str, ...]
    clock_words: frozenset[str]
    credit_labels: tuple[str, ...]
    byline_labels: tuple[str, ...]
    byline_words: frozenset[str]
    not_in_bylines: frozenset[str]
    name_particles: frozenset[str]
    not_names: frozenset[str]
    name_prefixes: tuple[str, ...]
    sign_offs: frozenset[str]
    agencies: frozenset[str]
    agencies_printed: frozenset[str]
    agency_words: frozenset[str]
    not_cities: frozenset[str]
    glued_pairs: tuple[str, ...]
    glued_tails: tuple[str, ...]
    glued_certain_tails: frozenset[str]
    glued_heads: frozenset[str]


def fold(line: str) -> str:
    """A line as it is compared: lower case, one space, no punctuation at the ends.

    >>> fold("  Check  Also: ")
    'check also'
    """
    core = _CORE.match(" ".join(line.split()))
    return (core[1] or "").casefold() if core else ""


_CORE = re.compile(r"[^\w$€£¥]*(.*\w)?")


@cache
def words() -> Words:
    """The shipped lists."""
    data = tomllib.loads((resources.files("pipeline") / "lexicon" / "cleaning.toml").read_text(encoding="utf-8"))
    return from_data(data)


def from_data(data: dict[str, Any]) -> Words:
    """Lists from the parsed file."""

    def folded(section: str, key: str) -> tuple[str, ...]:
        entries = {fold(entry) for entry in data[section][key]} - {""}
        return tuple(sorted(entries, key=lambda entry: (-len(entry), entry)))

    def opening(section: str, key: str) -> tuple[str, ...]:
        entries = {entry.casefold() for entry in data[section][key]}
        return tuple(sorted(entries, key=lambda entry: (-len(entry), entry)))

    def longest(section: str, key: str) -> tuple[str, ...]:
        return tuple(sorted(set(data[section][key]), key=lambda entry: (-len(entry), entry)))

    return Words(
        attributions=longest("furniture", "attributions"),
        lines_equal=frozenset(folded("furniture", "equal")),
        lines_start=opening("furniture", "start"),
        lines_contain=folded("furniture", "contain"),
        menu_words=frozenset(folded("furniture", "menu_words")),
        trailing_equal=frozenset(folded("trailing", "equal")),
        trailing_start=opening("trailing", "start"),
        links_above=opening("trailing", "links_above"),
        links_start=opening("trailing", "links"),
        labels_published=longest("stamps", "published"),
        labels_updated=longest("stamps", "updated"),
        labels_other_day=longest("stamps", "other_day"),
        clock_words=frozenset(entry.casefold() for entry in data["stamps"]["clock_words"]),
        credit_labels=longest("bylines", "credits"),
        byline_labels=longest("bylines", "labels"),
        byline_words=frozenset(entry.casefold() for entry in data["bylines"]["words"]),
        not_in_bylines=frozenset(data["bylines"]["not_in_bylines"]),
        name_particles=frozenset(data["bylines"]["particles"]),
        not_names=frozenset(data["bylines"]["not_names"]),
        name_prefixes=tuple(data["bylines"]["prefixes"]),
        sign_offs=frozenset(folded("bylines", "sign_offs")),
        agencies=frozenset(entry.casefold() for entry in data["datelines"]["agencies"]),
        agencies_printed=frozenset(data["datelines"]["agencies"]),
        agency_words=frozenset(entry.casefold() for entry in data["datelines"]["agency_words"]),
        not_cities=frozenset(entry.casefold() for entry in data["datelines"]["not_cities"]),
        glued_pairs=longest("glue", "pairs"),
        glued_tails=longest("glue", "tails"),
        glued_certain_tails=frozenset(data["glue"]["certain_tails"]),
        glued_heads=frozenset(data["glue"]["heads"]),
    )
