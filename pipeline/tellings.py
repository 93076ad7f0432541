"""One report with what is compared of it, and how far the words of two reports agree."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from pipeline import names
from pipeline.records import Document, Participant, Report

STEM: Final = 6
"""Letters that stand for a word when two texts are compared; shorter words are mostly grammar."""

_WEEKDAYS = frozenset(day.lower() for day in calendar.day_name)


REMEMBERED: Final = 2048
"""Articles whose words are remembered: the rivals of a report are compared one after the other."""


class Words:
    """The beginnings of the longer words of articles, worked out where two reports have to be compared by them."""

    def __init__(self, text: Callable[[Document], str]) -> None:
        self._text = text
        self._known: dict[str, frozenset[str]] = {}

    def of(self, document: Document) -> frozenset[str]:
        """The words of one article."""
        known = self._known.get(document.doc_id)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[document.doc_id] = _stemmed(names.plain(self._text(document)))
        return known


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """A report with what is compared of it, worked out once."""

    report_id: str
    report: Report
    document: Document
    words: Words
    parties: frozenset[str] = field(init=False)
    people: dict[str, tuple[Participant, ...]] = field(init=False)
    topics: frozenset[str] = field(init=False)
    ordinal: int | None = field(init=False)
    ordinal_end: int | None = field(init=False)

    def __post_init__(self) -> None:
        report = self.report
        sides: dict[str, list[Participant]] = {}
        for participant in report.participants:
            sides.setdefault(participant.party_id, []).append(participant)
        day = report.date.as_date() if report.date else None
        last = report.date_end.as_date() if report.date_end else None
        object.__setattr__(self, "parties", frozenset(sides))
        object.__setattr__(self, "people", {party: tuple(people) for party, people in sides.items()})
        object.__setattr__(self, "topics", frozenset(hit.topic for hit in report.topics))
        object.__setattr__(self, "ordinal", day.toordinal() if day else None)
        object.__setattr__(self, "ordinal_end", last.toordinal() if last else day.toordinal() if day else None)

    @property
    def who(self) -> frozenset[str]:
        """Beginnings of the words that name people, offices and the city: two reports share them in any case."""
        said = " ".join(f"{person.name or ''} {person.role or ''}" for person in self.report.participants)
        return _stemmed(names.fold(f"{said} {self.report.city or ''}"))

    @property
    def weekdays(self) -> frozenset[str]:
        """Weekdays in the words the date was read from."""
        said = " ".join(piece.text for piece in self.report.evidence if piece.field == "date").lower()
        return frozenset(day for day in _WEEKDAYS if day in said)


def same_participant(first: Participant, second: Participant) -> bool:
    """Whether two named participants of one party are one person."""
    if not first.name or not second.name:
        return False
    if first.person_id and second.person_id and first.person_id == second.person_id:
        return True
    return names.same_person(first.name, second.name)


def likeness(first: Telling, second: Telling) -> float:
    """Share of the longer words of the shorter article that the other has too, names and offices aside, 0 to 1."""
    aside = first.who | second.who
    one, two = first.words.of(first.document) - aside, second.words.of(second.document) - aside
    shorter = min(len(one), len(two))
    return len(one & two) / shorter if shorter else 0.0


def _stemmed(folded: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in folded.split() if len(word) >= STEM)


@lru_cache(maxsize=65536)
def same_occasion(ours: str, theirs: str) -> bool:
    """Whether two names of an event share a telling word and no number contradicts."""
    one, two = _occasion_words(ours), _occasion_words(theirs)
    numbers = {word for word in one if word[0].isdigit()}, {word for word in two if word[0].isdigit()}
    if numbers[0] and numbers[1] and not numbers[0] & numbers[1]:
        return False
    return bool(one & two) or not one or not two


def _occasion_words(name: str) -> frozenset[str]:
    """The telling words: "76th session of the UN General Assembly" → 76, un, assembly."""
    words = (word.rstrip("sthndr") if word[0].isdigit() else word for word in names.fold(name).split())
    return frozenset(word for word in words if word and word not in names.kind("event"))
