"""Publication stamps: finds the days printed around an article, takes them out and says which is the article's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from pipeline import calendars
from pipeline.cleaning import paragraphs, wordlists
from pipeline.cleaning.tracked import Tracked
from pipeline.records import PartialDate, ResolvedDate

StampRule = Literal["labelled", "line", "prefix", "suffix", "crawl", "updated"]

RANKS: dict[str, int] = {"labelled": 5, "line": 4, "prefix": 3, "suffix": 3, "crawl": 2, "updated": 1}
"""Which stamp is believed: "Published: …" before a bare line, that before the day a crawler put in front."""

LONGEST_LINE = 160
"""A line with a stamp and little else; longer ones are prose."""

_FILED = re.compile(
    r"\b(?:Category|Section|Rubric|Theme|Topic|Tags?|Views?|Hits|Author|By|Source)\s*:.*$|\b[Bb]y [A-Z][\w .]{2,40}$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS = {first + digit: str(digit) for first in (0x660, 0x6F0, 0x966, 0x9E6, 0xFF10) for digit in range(10)}
"""Arabic, Persian, Devanagari, Bengali and full-width digits."""

_BYLINE_AND_DAY = re.compile(r"(?:[Ww]ritten |[Pp]osted |[Pp]ublished )?[Bb]y\b:?\s?[A-Z]")
"""An author's line with the day in it: "By: Island Business News April 04, 2022"."""
_AMERICAN = re.compile(r"(?:19|20)\d\d,?\s+\d{1,2}:\d\d\s*(?:[AaPp]\.?[Mm]\.?)?\s*[ECMP][SD]?T\b")
"""A clock of an American zone: numeric dates are month-first there."""
_DIGIT = re.compile(r"\d")

_BETWEEN = " \n\t:：-–—|,"
"""What stands between a label and its day."""

CLOCK = r"\d{1,2}\s?[:.h]\s?\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?\b)?"
_ZONE = re.compile(r"\b(?:GMT|UTC)\s?[+-]?\s?\d{0,2}(?::?\d\d)?|[+-]\d\d:?\d\d\b|\bGMT\b")


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
            rf"(?<!\w)(?P<m>{months})(?![^\W\d_])\.?\s*(?P<d>\d\d?){ordinal}\s*,?\s*{year}{tail}", re.IGNORECASE
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


def is_stamp_line(line: str, stamps: Sequence[Stamp]) -> bool:
    """Whether a line holds nothing but a stamp: its label, weekday, clock, place in the menu.

    True for "Published :  06-01-2025 20:37|" and "Wednesday, 17 February 2021 | 10:20 GMT+3"; false for
    "17 February 2021: Minister meets ambassador".
    """
    if len(line) > LONGEST_LINE or not stamps:
        return False
    rest = _left_over(line, stamps).strip()
    return not rest or (paragraphs.is_name(rest) and re.search(CLOCK, line) is not None)


def has_label_or_clock(line: str, found: Sequence[Stamp]) -> bool:
    """Whether a stamp line says "Updated" or the hour, so that it cannot be a date that heads a part of the story."""
    return label_before(line, found[0].start) is not None or re.search(CLOCK, line) is not None


@cache
def _beside() -> frozenset[str]:
    """Words that stand beside a stamp in no particular order."""
    words = wordlists.words()
    days = calendars.words()["foreign"]["weekdays"].values()
    labels = (*words.labels_published, *words.labels_updated)
    return (
        words.clock_words
        | {part.casefold().strip(":") for label in labels for part in label.split()}
        | frozenset(calendars.weekdays())
        | {name for names in days for part in names for name in part.split()}
    )


def _left_over(line: str, stamps: Sequence[Stamp]) -> str:
    """The words of a line that belong to no stamp."""
    rest = line
    for stamp in reversed(stamps):
        rest = rest[: stamp.start] + " " + rest[stamp.end :]
    rest = _ZONE.sub(" ", re.sub(CLOCK, " ", _FILED.sub(" ", rest)))
    agencies = wordlists.words().agencies_printed
    tokens = re.findall(r"[^\W_]+(?:\.[^\W_]+)*", rest)
    kept = [token for token in tokens if token.casefold() not in _beside() and token not in agencies]
    return " ".join(token for token in kept if not token.isdigit())


def is_label(line: str) -> bool:
    """Whether a line is a label whose day stands on the next one: "Published :"."""
    words = wordlists.words()
    folded = wordlists.fold(line)
    return len(line) < 40 and folded in {label.casefold() for label in (*words.labels_published, *words.labels_updated)}


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


@dataclass(frozen=True, slots=True)
class Taken:
    """A line after its stamps were taken out; ``rest`` is ``None`` when nothing else stood in it."""

    rest: Tracked | None
    candidates: tuple[Candidate, ...] = ()


_CRAWL = re.compile(r"date\s+(?P<y>(?:19|20)\d\d)(?:-(?P<m>\d\d))?(?:-(?P<d>\d\d))?(?=\s|$)")
_NOTICE = re.compile(
    r"(?:The following|This) [\w ]{2,40} (?:was|is) (?:\w+ )?(?:issued|posted|published|released|written)\b",
    re.IGNORECASE,
)
"""A site's word about where a text comes from: "The following press release was published by … on Aug. 29, 2021."."""
_AFTER_PREFIX = re.compile(rf"[\s|,-]*(?:{CLOCK})?[\s|–—-]*(?:\|\s*)?(?=[A-ZÀ-Þ“\"‘'«])")
_SECTION = re.compile(r"(?:[A-Z][\w&'-]*\s?){1,3}\s*[|:–—-]?\s*$")


def take(line: Tracked, above: str, *, is_top: bool, is_first: bool, is_bottom: bool) -> Taken:
    """Take the stamps out of one line.

    Args:
        line: A paragraph.
        above: The short line above it, which may hold the label.
        is_top: Whether it stands above or at the beginning of the body.
        is_first: Whether it is the article's first line.
        is_bottom: Whether it is the body's last paragraph or below.
    """
    text = line.text
    if is_label(text):
        return Taken(None)
    if not (_DIGIT.search(text, 0, LONGEST_LINE) or _DIGIT.search(text, max(0, len(text) - LONGEST_LINE))):
        return Taken(line)
    crawl = _CRAWL.match(text) if is_first else None
    if crawl is not None:
        value = calendars.make(*(int(part) for part in crawl.groups() if part))
        found = Candidate("crawl", (value,), *line.span(crawl.start("y"), crawl.end())) if value else None
        return _and_more(line.cut(crawl.end(), len(text)).strip(), above, found, is_top, is_bottom)
    if is_top and _NOTICE.match(text) and len(text) < 2 * LONGEST_LINE:
        published = (candidate(line, stamp, "labelled") for stamp in find(text)[:1])
        return Taken(None, tuple(found for found in published if found is not None))
    if len(text) <= LONGEST_LINE:
        found_in_line = find(text)
        if is_stamp_line(text, found_in_line) or _is_labelled(text, found_in_line):
            found_all = (candidate(line, stamp, "line", above) for stamp in found_in_line)
            return Taken(None, tuple(found for found in found_all if found is not None))
    if is_top:
        taken = _take_prefix(line)
        if taken is not None:
            return taken
    return (_take_suffix(line) if is_bottom else None) or Taken(line)


def _and_more(line: Tracked, above: str, found: Candidate | None, is_top: bool, is_bottom: bool) -> Taken:
    """Look for further stamps behind the one a crawler put in front."""
    more = take(line, above, is_top=is_top, is_first=False, is_bottom=is_bottom)
    return Taken(more.rest, ((found,) if found else ()) + more.candidates)


def _is_labelled(text: str, found: Sequence[Stamp]) -> bool:
    """Whether a line opens with "Published:" or the like and its day, whatever follows ("… by the press office")."""
    if not found or len(text) > LONGEST_LINE:
        return False
    before = text[: found[0].start]
    if _BYLINE_AND_DAY.match(text) and len(text) - found[0].end < 40:
        return True
    return len(before) < 40 and label_before(text, found[0].start) is not None and not before.strip().islower()


def _take_prefix(line: Tracked) -> Taken | None:
    """A stamp before the story or headline on the same line: "22.12.2021 On 23 December …", "Asia 24/09/2020 …"."""
    found = find(line.text[:80])
    if not found:
        return None
    stamp = found[0]
    before = line.text[: stamp.start].strip()
    is_numeric = line.text[stamp.start : stamp.end].replace(" ", "")[-4:].isdigit() and not re.search(
        r"[^\W\d_]", line.text[stamp.start : stamp.end]
    )
    is_title = not re.search(r"[.!?]$", line.text) and len(line.text) < LONGEST_LINE
    is_label = before and label_before(line.text, stamp.start) in ("published", "updated")
    if before and not is_label and not (is_numeric and is_title and _SECTION.fullmatch(before)):
        return None
    after = _AFTER_PREFIX.match(line.text, stamp.end)
    if after is None or line.text[stamp.end : stamp.end + 1] == ",":
        return None
    taken = candidate(line, stamp, "prefix")
    rest = line.cut(after.end(), len(line.text)).strip()
    return Taken(rest, (taken,) if taken else ())


def _take_suffix(line: Tracked) -> Taken | None:
    """A stamp after the last sentence: "… the parties agreed. 23 марта 2021"."""
    tail = max(0, len(line.text) - 60)
    found = [stamp for stamp in find(line.text[tail:]) if tail + stamp.end >= len(line.text.rstrip(" .|)"))]
    if not found:
        return None
    stamp = Stamp(found[-1].start + tail, found[-1].end + tail, found[-1].readings)
    before = re.sub(r"[\s(|–—-]+$", "", line.text[: stamp.start])
    said = label_before(line.text, stamp.start)
    for label in wordlists.words().labels_published if said == "published" else ():
        if before.rstrip(": ").casefold().endswith(label.casefold()) and len(label) > 5:
            before = before.rstrip(": ")[: -len(label)].rstrip(" (|–—-")
            break
    if not re.search(r"[.!?…][\"'”’»)]*$", before):
        return None
    taken = candidate(line, stamp, "suffix")
    return Taken(line.cut(0, len(before)).strip(), (taken,) if taken else ())
