"""Takes stamps out of the lines they stand in: lines of their own, prefixes, suffixes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline import calendars
from pipeline.cleaning import paragraphs, stamps, wordlists
from pipeline.cleaning.stamps import Candidate, Stamp
from pipeline.cleaning.tracked import Tracked

LONGEST_LINE = 160
"""A line with a stamp and little else; longer ones are prose."""

_FILED = re.compile(
    r"\b(?:Category|Section|Rubric|Theme|Topic|Tags?|Views?|Hits|Author|By|Source)\s*:.*$|\b[Bb]y [A-Z][\w .]{2,40}$"
)
_BYLINE_AND_DAY = re.compile(r"(?:[Ww]ritten |[Pp]osted |[Pp]ublished )?[Bb]y\b:?\s?[A-Z]")
"""An author's line with the day in it: "By: Island Business News April 04, 2022"."""
_DIGIT = re.compile(r"\d")
_ZONE = re.compile(r"\b(?:GMT|UTC)\s?[+-]?\s?\d{0,2}(?::?\d\d)?|[+-]\d\d:?\d\d\b|\bGMT\b")
_CRAWL = re.compile(r"date\s+(?P<y>(?:19|20)\d\d)(?:-(?P<m>\d\d))?(?:-(?P<d>\d\d))?(?=\s|$)")
_NOTICE = re.compile(
    r"(?:The following|This) [\w ]{2,40} (?:was|is) (?:\w+ )?(?:issued|posted|published|released|written)\b",
    re.IGNORECASE,
)
"""A site's word about where a text comes from: "The following press release was published by … on Aug. 29, 2021."."""
_AFTER_PREFIX = re.compile(rf"[\s|,-]*(?:{stamps.CLOCK})?[\s|–—-]*(?:\|\s*)?(?=[A-ZÀ-Þ“\"‘'«])")
_SECTION = re.compile(r"(?:[A-Z][\w&'-]*\s?){1,3}\s*[|:–—-]?\s*$")


@dataclass(frozen=True, slots=True)
class Taken:
    """A line after its stamps were taken out; ``rest`` is ``None`` when nothing else stood in it."""

    rest: Tracked | None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the article a line stands.

    Attributes:
        is_first: It is the first line of all.
        is_top: It stands above the body or opens it.
        is_inside: It stands in the middle of the body, where a bare date is a sub-heading of the story.
        is_bottom: It closes the body or stands below it.
    """

    is_first: bool = False
    is_top: bool = False
    is_inside: bool = False
    is_bottom: bool = False


def take(line: Tracked, above: str, place: Place) -> Taken:
    """Take the stamps out of one line.

    Args:
        line: A paragraph.
        above: The short line above it, which may hold the label.
        place: Where it stands.
    """
    text = line.text
    if is_label(text):
        return Taken(None)
    if not (_DIGIT.search(text, 0, LONGEST_LINE) or _DIGIT.search(text, max(0, len(text) - LONGEST_LINE))):
        return Taken(line)
    crawl = _CRAWL.match(text) if place.is_first else None
    if crawl is not None:
        value = calendars.make(*(int(part) for part in crawl.groups() if part))
        found = Candidate("crawl", (value,), *line.span(crawl.start("y"), crawl.end())) if value else None
        return _and_more(line.cut(crawl.end(), len(text)).strip(), above, found, place)
    if place.is_top and _NOTICE.match(text) and len(text) < 2 * LONGEST_LINE:
        published = (stamps.candidate(line, stamp, "labelled") for stamp in stamps.find(text)[:1])
        return Taken(None, tuple(found for found in published if found is not None))
    if len(text) <= LONGEST_LINE:
        found_in_line = stamps.find(text)
        is_stamp = is_stamp_line(text, found_in_line) or _is_labelled(text, found_in_line)
        if is_stamp and not (place.is_inside and not has_label_or_clock(text, found_in_line)):
            found_all = (stamps.candidate(line, stamp, "line", above) for stamp in found_in_line)
            return Taken(None, tuple(found for found in found_all if found is not None))
    if place.is_top:
        taken = _take_prefix(line)
        if taken is not None:
            return taken
    return (_take_suffix(line) if place.is_bottom else None) or Taken(line)


def _and_more(line: Tracked, above: str, found: Candidate | None, place: Place) -> Taken:
    """Look for further stamps behind the one a crawler put in front."""
    more = take(line, above, replace(place, is_first=False))
    return Taken(more.rest, ((found,) if found else ()) + more.candidates)


def _is_labelled(text: str, found: Sequence[Stamp]) -> bool:
    """Whether a line opens with "Published:" or the like and its day, whatever follows ("… by the press office")."""
    if not found or len(text) > LONGEST_LINE:
        return False
    before = text[: found[0].start]
    if paragraphs.is_prose(text) and ":" not in before:
        return False  # "Dated 12 May 2021, the letter …" is a sentence
    if _BYLINE_AND_DAY.match(text) and len(text) - found[0].end < 40:
        return True
    return len(before) < 40 and stamps.label_before(text, found[0].start) is not None and not before.strip().islower()


def _take_prefix(line: Tracked) -> Taken | None:
    """A stamp before the story or headline on the same line: "22.12.2021 On 23 December …", "Asia 24/09/2020 …"."""
    found = stamps.find(line.text[:80])
    if not found:
        return None
    stamp = found[0]
    before = line.text[: stamp.start].strip()
    is_numeric = line.text[stamp.start : stamp.end].replace(" ", "")[-4:].isdigit() and not re.search(
        r"[^\W\d_]", line.text[stamp.start : stamp.end]
    )
    is_title = not re.search(r"[.!?]$", line.text) and len(line.text) < LONGEST_LINE
    is_label = before and stamps.label_before(line.text, stamp.start) in ("published", "updated")
    if before and not is_label and not (is_numeric and is_title and _SECTION.fullmatch(before)):
        return None
    after = _AFTER_PREFIX.match(line.text, stamp.end)
    if after is None or line.text[stamp.end : stamp.end + 1] == ",":
        return None
    taken = stamps.candidate(line, stamp, "prefix")
    rest = line.cut(after.end(), len(line.text)).strip()
    return Taken(rest, (taken,) if taken else ())


def _take_suffix(line: Tracked) -> Taken | None:
    """A stamp after the last sentence: "… the parties agreed. 23 марта 2021"."""
    tail = max(0, len(line.text) - 60)
    found = [stamp for stamp in stamps.find(line.text[tail:]) if tail + stamp.end >= len(line.text.rstrip(" .|)"))]
    if not found:
        return None
    stamp = Stamp(found[-1].start + tail, found[-1].end + tail, found[-1].readings)
    before = re.sub(r"[\s(|–—-]+$", "", line.text[: stamp.start])
    said = stamps.label_before(line.text, stamp.start)
    for label in wordlists.words().labels_published if said == "published" else ():
        if before.rstrip(": ").casefold().endswith(label.casefold()) and len(label) > 5:
            before = before.rstrip(": ")[: -len(label)].rstrip(" (|–—-")
            break
    if not re.search(r"[.!?…][\"'”’»)]*$", before):
        return None
    taken = stamps.candidate(line, stamp, "suffix")
    return Taken(line.cut(0, len(before)).strip(), (taken,) if taken else ())


def is_stamp_line(line: str, found: Sequence[Stamp]) -> bool:
    """Whether a line holds nothing but a stamp: its label, weekday, clock, place in the menu.

    True for "Published :  06-01-2025 20:37|" and "Wednesday, 17 February 2021 | 10:20 GMT+3"; false for
    "17 February 2021: Minister meets ambassador".
    """
    if len(line) > LONGEST_LINE or not found:
        return False
    rest = _left_over(line, found).strip()
    return not rest or (paragraphs.is_name(rest) and re.search(stamps.CLOCK, line) is not None)


def has_label_or_clock(line: str, found: Sequence[Stamp]) -> bool:
    """Whether a stamp line says "Updated" or the hour, so that it cannot be a date that heads a part of the story."""
    return stamps.label_before(line, found[0].start) is not None or re.search(stamps.CLOCK, line) is not None


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


def _left_over(line: str, found: Sequence[Stamp]) -> str:
    """The words of a line that belong to no stamp."""
    rest = line
    for stamp in reversed(found):
        rest = rest[: stamp.start] + " " + rest[stamp.end :]
    rest = _ZONE.sub(" ", re.sub(stamps.CLOCK, " ", _FILED.sub(" ", rest)))
    agencies = wordlists.words().agencies_printed
    tokens = re.findall(r"[^\W_]+(?:\.[^\W_]+)*", rest)
    kept = [token for token in tokens if token.casefold() not in _beside() and token not in agencies]
    return " ".join(token for token in kept if not token.isdigit())


def is_label(line: str) -> bool:
    """Whether a line is a label whose day stands on the next one: "Published :"."""
    return len(line) < 40 and wordlists.fold(line) in _labels()


@cache
def _labels() -> frozenset[str]:
    words = wordlists.words()
    return frozenset(label.casefold() for label in (*words.labels_published, *words.labels_updated))
