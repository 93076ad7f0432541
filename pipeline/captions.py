"""The title of a meeting, made from its sides and its mode: "Mikdad – Lavrov, phone call"."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from pipeline import lexicon
from pipeline.records import Participant, Report

FAMILY_NAME_FIRST = "family_name_first.csv"
"""The register of parties whose people are named so."""

MAX_SIDES = 3
"""A title that names more sides no longer fits a line of a list."""

SHORT_PARTICLE = 2
"""A capitalised word this short before a surname belongs to it: "Faisal Al Saud", "Daniel De Vos"."""

MODES = {"phone": "phone call", "video": "video call"}
STATUSES = {"planned": "planned", "cancelled": "cancelled"}

_GENERATION = re.compile(r"(?:[JS]r\.?|[IVX]+)")


def caption(report: Report, party_name: Callable[[str, str], str]) -> str:
    """Name a meeting.

    Args:
        report: The meeting; a side is called after its first principal, or after the party where nobody is named.
        party_name: The name to show for a ``party_id`` and the name the article used.

    Returns:
        For example "Mikdad – Lavrov, phone call" or "Syria – Armenia – Cyprus and 5 others, planned".
    """
    sides: dict[str, Participant] = {}
    for participant in sorted(report.participants, key=lambda one: (not one.principal, not one.name)):
        sides.setdefault(participant.party_id, participant)
    told = list(dict.fromkeys(participant.party_id for participant in report.participants))
    names = [_side(sides[party_id], party_name) for party_id in told]
    title = " – ".join(names[:MAX_SIDES]) or "Meeting"
    others = len(names) - MAX_SIDES
    if others > 0:
        title += " and 1 other" if others == 1 else f" and {others} others"
    notes = [note for note in (MODES.get(report.mode), STATUSES.get(report.status)) if note]
    return ", ".join([title, *notes])


def _side(participant: Participant, party_name: Callable[[str, str], str]) -> str:
    if participant.name:
        return surname(participant.name, participant.party_id in _family_name_first())
    return party_name(participant.party_id, participant.party)


@lru_cache(maxsize=1)
def _family_name_first() -> frozenset[str]:
    """Parties whose people are named family name first."""
    return frozenset(row["party_id"] for row, _ in lexicon.rows(FAMILY_NAME_FIRST))


def surname(name: str, is_first: bool = False) -> str:
    """The family name with its particles.

    Args:
        name: A name without titles.
        is_first: Whether the family name stands first, as in "Wang Yi".

    Returns:
        "Lavrov" of "Sergey Lavrov", "bin Salman" of "Mohammed bin Salman", "Al Saud" of "Faisal bin Farhan Al Saud".
    """
    words = name.split()
    if is_first:
        return words[0]
    while len(words) > 1 and _GENERATION.fullmatch(words[-1]):
        words.pop()
    first = len(words) - 1
    while first > 1 and (words[first - 1][0].islower() or _is_particle(words[first - 1])):
        first -= 1
    return " ".join(words[first:])


def _is_particle(word: str) -> bool:
    return len(word) <= SHORT_PARTICLE and word.isalpha()
