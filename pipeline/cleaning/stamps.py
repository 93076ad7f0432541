"""Publication stamps: reads the days printed around an article and says which is the article's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from pipeline import calendars
from pipeline.cleaning import wordlists
from pipeline.cleaning.tracked import Tracked
from pipeline.records import PartialDate, ResolvedDate

StampRule = Literal["labelled", "line", "prefix", "suffix", "crawl", "updated"]

RANKS: dict[str, int] = {"labelled": 5, "line": 4, "prefix": 3, "suffix": 3, "crawl": 2, "updated": 1}
"""Which stamp is believed: "Published: …" before a bare line, that before the day a crawler put in front."""


_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS = {first + digit: str(digit) for first in (0x660, 0x6F0, 0x966, 0x9E6, 0xFF10) for digit in range(10)}
"""Arabic, Persian, Devanagari, Bengali and full-width digits."""

_AMERICAN = re.compile(r"(?:19|20)\d\d,?\s+\d{1,2}:\d\d\s*(?:[AaPp]\.?[Mm]\.?)?\s*[ECMP][SD]?T\b")
"""A clock of an American zone: numeric dates are month-first there."""

_BETWEEN = " \n\t:：-–—|,"
"""What stands between a label and its day."""

CLOCK = r"\d{1,2}\s?[:.h]\s?\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?\b)?"


@dataclass(frozen=True, slots=True)
class Stamp:
    """One printed day. ``start``/``end`` are in the line searched, ``readings`` what it can mean, likeliest first."""

    start: int
    end: int
    readings: tuple[PartialDate, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stamp taken out of the article. ``start``/``end`` are in the source."""

    rule: StampRule
    readings: tuple[PartialDate, ...]
    start: int
    end: int


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    months = calendars.alternation(calendars.months(foreign=True))
    ordinal = r"(?:st|nd|rd|th|er|º|ª|°|\.|-?го)?"
    of = r"(?:\s*(?:de|del|of|d['’]|din)\s+|\s*[-/.]?\s*)"
    year = r"(?P<y>(?:19|20)\d\d)"
    tail = rf"(?=\D|$|{CLOCK})"
    return (
        re.compile(
            r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?(?P<sep>[-/.年년])\s?(?P<a>\d\d?)\s?[-/.月월]\s?(?P<b>\d\d?)(?=\D|$)"
        ),
        re.compile(rf"(?<![\d.])(?P<a>\d\d?)\s?(?P<sep>[-/.])\s?(?P<b>\d\d?)\s?(?P=sep)\s?{year}{tail}"),
        re.compile(rf"(?<!\d)(?P<d>\d\d?){ordinal}{of}(?P<m>{months})(?![^\W\d_])\.?,?{of}{year}{tail}", re.IGNORECASE),
        re.compile(
            # only where a figure follows are the four hundred names of months tried
            rf"(?<!\w)(?=\D{{2,60}}\d)(?P<m>{months})(?![^\W\d_])\.?\s*(?P<d>\d\d?){ordinal}\s*,?\s*{year}{tail}",
            re.IGNORECASE,
        ),
        re.compile(rf"(?<!\d){year}[.,]?\s+(?P<m>{months})(?![^\W\d_])\.?\s+(?P<d>\d\d?)\b", re.IGNORECASE),
    )


def find(line: str) -> list[Stamp]:
    """Full dates in a short string, in any language of ``lexicon/calendar.toml``."""
    found: list[Stamp] = []
    line = line if line.isascii() else line.translate(_DIGITS)
    if _YEAR.search(line) is None:
        return found
    for number, pattern in enumerate(_patterns()):
        for match in pattern.finditer(line):
            readings = _readings(match, numeric=number < 2)
            clear = all(match.end() <= other.start or match.start() >= other.end for other in found)
            if readings and clear:
                found.append(Stamp(match.start(), match.end(), readings))
    return sorted(found, key=lambda stamp: stamp.start)


def _readings(match: re.Match[str], *, numeric: bool) -> tuple[PartialDate, ...]:
    year = int(match["y"])
    if not numeric:
        month = calendars.months(foreign=True)[match["m"].lower()]
        made = calendars.make(year, month, int(match["d"]))
        return (made,) if made else ()
    first, second = int(match["a"]), int(match["b"])
    if match.start("y") < match.start("a"):
        made = calendars.make(year, first, second)
        return (made,) if made else ()
    return calendars.readings(first, second, year)


def label_before(line: str, start: int) -> Literal["published", "updated", "other"] | None:
    """What the word before a stamp makes of it; "Currency rates from", "©" and the like make it no stamp."""
    words = wordlists.words()
    before = line[max(0, start - 60) : start].rstrip(_BETWEEN)
    before = re.sub(rf"(?:^|\s){CLOCK}$", "", before).rstrip(_BETWEEN)
    for day in sorted((*calendars.weekdays(),), key=len, reverse=True):
        if before.casefold().endswith(day):
            before = before[: -len(day)].rstrip(_BETWEEN)
            break
    folded = before.casefold()
    for labels, kind in (
        (words.labels_other_day, "other"),
        (words.labels_updated, "updated"),
        (words.labels_published, "published"),
    ):
        for label in labels:
            if folded.endswith(label.casefold()) and not folded[: -len(label)][-1:].isalpha():
                return kind  # type: ignore[return-value]  # one of the three literals
    return None


def candidate(part: Tracked, stamp: Stamp, rule: StampRule, before: str = "") -> Candidate | None:
    """A stamp of a part of the article with its place in the source; ``None`` for the day of something else.

    Args:
        part: The line the stamp was found in.
        stamp: The stamp.
        rule: How it was recognised if nothing is said before it.
        before: The line above, which may hold the label ("Published :").
    """
    said = label_before(part.text, stamp.start) or (label_before(before, len(before)) if stamp.start < 4 else None)
    if said == "other":
        return None
    if rule != "crawl" and said is not None:
        rule = "updated" if said == "updated" else "labelled"
    start, end = part.span(stamp.start, stamp.end)
    return Candidate(rule, stamp.readings, start, end)


def choose(candidates: Sequence[Candidate], text: str) -> ResolvedDate | None:
    """The article's own day of publication among the stamps printed around it.

    The best labelled kind wins, among equals the earliest day: a site's header shows the day of the visit, which is
    never before the article's. A numeric date of two readings takes the one that other dates of the article support,
    else day first.

    Args:
        candidates: Every stamp taken out, in any order.
        text: The article, for dates that settle "03/04/2021".
    """
    if not candidates:
        return None
    best = max(RANKS[found.rule] for found in candidates)
    options = [(_settle(found, candidates, text), found) for found in candidates if RANKS[found.rule] == best]
    value, found = min(options, key=lambda option: (option[0].iso(), option[1].start))
    return ResolvedDate(value, "published", found.start, found.end, f"stamp_{found.rule}")


def _settle(found: Candidate, candidates: Sequence[Candidate], text: str) -> PartialDate:
    """One reading of a stamp."""
    if len(found.readings) == 1:
        return found.readings[0]
    certain = [other.readings[0] for other in candidates if len(other.readings) == 1]
    certain += [stamp.readings[0] for stamp in find(text[:4000]) if len(stamp.readings) == 1]
    days = [day for value in certain if (day := value.as_date()) is not None]
    printed = _day_months(text[:4000])

    def support(reading: PartialDate) -> int:
        day = reading.as_date()
        if day is None:
            return 0
        same_year = (calendars.make(day.year, month, number) for month, number in printed)
        others = [*days, *(other for made in same_year if made and (other := made.as_date()))]
        return sum(1 for other in others if -1 <= (day - other).days <= 14)

    readings = reversed(found.readings) if _AMERICAN.search(text) else found.readings
    return max(readings, key=support)  # the first of equals: day first


@cache
def _day_month() -> re.Pattern[str]:
    months = calendars.printed_months()
    return re.compile(rf"\b(?:(?P<m1>{months})\.?\s+(?P<d1>\d\d?)|(?P<d2>\d\d?)\s+(?P<m2>{months}))\b")


def _day_months(text: str) -> list[tuple[int, int]]:
    """Days printed as "March 11" or "11 March", as (month, day)."""
    months = calendars.months()
    return [
        (months[(match["m1"] or match["m2"]).lower()], int(match["d1"] or match["d2"]))
        for match in _day_month().finditer(text)
    ]


def year_for(month: int, day: int, stamp: date | None, text: str) -> PartialDate | None:
    """Give a dateline's "December 23" its year: from the stamp, else from the same day printed in full in the text."""
    if stamp is not None:
        return calendars.nearest_year(month, day, stamp)
    for found in find(text):
        for reading in found.readings:
            if (reading.month, reading.day) == (month, day):
                return reading
    return None
