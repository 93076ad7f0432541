"""Where reports are filed, so that each is compared with those it could agree with and no other."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline import names, tellings

MANY_PARTIES: Final = 6
MOST_PAIRED: Final = 9
"""From the one on a meeting is looked up by each party, up to the other by each pair: reports may differ in number."""

Key = tuple[str, ...]


def blocks(told: Sequence[tellings.Telling]) -> Iterator[tuple[list[int], list[int]]]:
    """Reports that share parties and date, and visitors from the days around or without a day.

    Args:
        told: All reports.

    Yields:
        Places in ``told``: of those filed under one key, and of those that look there; in order, and together not one.
    """
    filed: dict[Key, list[int]] = defaultdict(list)
    visitors: dict[Key, list[int]] = defaultdict(list)
    for index, telling in enumerate(told):
        for key in home_keys(telling):
            filed[key].append(index)
    for index, telling in enumerate(told):
        for key in search_keys(telling):
            if key in filed:  # most days around a meeting have no other, and their keys would fill the memory
                visitors[key].append(index)
    for key, members in filed.items():
        outside = visitors.get(key, [])
        if len(members) + len(outside) > 1:
            yield members, outside


def home_keys(telling: tellings.Telling) -> Iterator[Key]:
    """Where a report is filed: by parties with its day, its month, or, undated, the people of both sides."""
    value = telling.report.date
    for group in _party_groups(telling):
        if telling.ordinal is not None:
            last = min(telling.ordinal_end or telling.ordinal, telling.ordinal + 6)
            for day in range(telling.ordinal, last + 1):
                yield (*group, "day", str(day))
        elif value:
            yield (*group, "month", value.iso())
        else:
            for people in _people_keys(telling, group):
                yield (*group, "people", *people)


def search_keys(telling: tellings.Telling) -> Iterator[Key]:
    """Where a report looks for others beyond its own file: the next day, its month and year, undated ones."""
    value = telling.report.date
    for group in _party_groups(telling):
        if telling.ordinal is not None:
            reach = 3 if telling.report.date_basis == "published" else 1
            for day in range(1, reach + 1):
                yield (*group, "day", str(telling.ordinal - day))
                yield (*group, "day", str((telling.ordinal_end or telling.ordinal) + day))
        if value and value.month:
            if value.day:
                yield (*group, "month", value.iso()[:7])
            yield (*group, "month", value.iso()[:4])
        if value:
            for people in _people_keys(telling, group):
                yield (*group, "people", *people)


def _party_groups(telling: tellings.Telling) -> Iterator[Key]:
    parties = sorted(telling.parties)
    if len(parties) == 2:
        yield (*parties,)
    elif len(parties) <= MOST_PAIRED:
        yield from (("several", *pair) for pair in itertools.combinations(parties, 2))
    if len(parties) >= MANY_PARTIES:
        yield from (("many", party) for party in parties)


def _people_keys(telling: tellings.Telling, group: Key) -> Iterator[Key]:
    """Codes of one named person a side; without names on both sides an undated report is never merged."""
    sides = [telling.people[party] for party in group if party in telling.people]
    coded = [sorted({code for person in side if person.name for code in names.codes(person.name)}) for side in sides]
    yield from itertools.product(*coded)
