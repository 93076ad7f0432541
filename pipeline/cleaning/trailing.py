"""What follows an article on its page: other headlines, links, teasers, a second article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.cleaning import paragraphs, stamp_lines, stamps, wordlists
from pipeline.cleaning.tracked import Tracked

LONGEST = 200
"""Markers and links are short; a longer line that begins like one is a sentence of the article."""

TITLE_CHARS = 25
"""A shorter line is no headline of another article."""

HEADLINE_RUN = 3
"""This many titles in a row after the last sentence are links to other articles."""

_BULLET = re.compile(r"\s*[-–—•●▪■*»›>]+\s+")
_AGO = re.compile(r"(?:\d+|an?) (?:minute|hour|day|week|month)s? ago", re.IGNORECASE)
_STOP = re.compile(r"[^.]\. ")
_SPILL = re.compile(r"\w(?:\.{3}|…) +[A-Z“\"‘]")


def start(lines: Sequence[str]) -> int:
    """Where the block of other headlines begins, ``len(lines)`` if there is none.

    A marker above the article ("Latest news" in the menu) opens no block: some prose must stand before it.
    """
    words = wordlists.words()
    seen_prose = False
    for number, line in enumerate(lines):
        if seen_prose and _begins_another(lines, number):
            return number
        if seen_prose and len(line) <= LONGEST:
            folded = wordlists.fold(line)
            if line.lstrip().startswith(("©", "(c)", "(C)")) or folded.startswith("copyright"):
                return number
            if folded in words.trailing_equal:
                return number
            if folded.startswith(words.trailing_start) and len(folded) < 80 and not paragraphs.ends_sentence(line):
                return number
        if seen_prose and _is_spill(line):
            return number
        if seen_prose and _AGO.fullmatch(line.strip()) and _teaser_start(lines, number) is not None:
            return _teaser_start(lines, number) or number
        seen_prose = seen_prose or paragraphs.is_prose(line)
    return len(lines)


def _begins_another(lines: Sequence[str], number: int) -> bool:
    """Whether another article of the same page begins: a headline with a stamp of its own below it."""
    if number + 1 >= len(lines) or not paragraphs.is_title(lines[number]) or len(lines[number]) < TITLE_CHARS:
        return False
    below = lines[number + 1]
    found = stamps.find(below) if len(below) <= stamp_lines.LONGEST_LINE else []
    return bool(found) and stamp_lines.is_stamp_line(below, found) and stamp_lines.has_label_or_clock(below, found)


def _teaser_start(lines: Sequence[str], number: int) -> int | None:
    """Where the headline stands that belongs to a line "17 hours ago" of a list of other articles."""
    for back in (2, 1):
        above = lines[number - back] if number > back else ""
        if len(above) >= TITLE_CHARS and paragraphs.is_title(above):
            before = lines[: number - back]
            return number - back if any(map(paragraphs.is_prose, before)) else None
    return None


def _is_spill(line: str) -> bool:
    """Headlines run together, cut off with dots: "... in the Gaza Str... India Calls for ..."."""
    return len(line) > 2 * LONGEST and len(_SPILL.findall(line)) >= 3 and len(_STOP.findall(line)) < 3


def is_link(line: str) -> bool:
    """Whether a line is one link to another article: "READ: Minister opens port"."""
    words = wordlists.words()
    if len(line) > LONGEST:
        return False
    folded = wordlists.fold(line)
    for start in words.links_start:
        if folded.startswith(start):
            rest = line.strip()[len(start) :]
            return start.endswith(":") or rest[:1] in (":", "|", "-", "–", "") or paragraphs.is_title(rest.strip())
    return False


def without_links(lines: Sequence[Tracked]) -> list[Tracked]:
    """Drop links to other articles, and the titles that follow a bare "Read more:" until the text goes on."""
    kept: list[Tracked] = []
    in_list = seen_prose = False
    above = wordlists.words().links_above
    for line in lines:
        seen_prose = seen_prose or paragraphs.is_prose(line.text)
        if is_link(line.text) and (seen_prose or wordlists.fold(line.text).startswith(above)):
            in_list = wordlists.fold(line.text) in _bare_links()
        elif not (in_list and (paragraphs.is_title(line.text) or line.text.endswith(("…", "...")))):
            in_list = False
            kept.append(line)
    return kept


@cache
def _bare_links() -> frozenset[str]:
    return frozenset(wordlists.fold(opening) for opening in wordlists.words().links_start)


def without_headlines(lines: Sequence[Tracked]) -> list[Tracked]:
    """The lines below the body without runs of other headlines; bulleted ones go even alone."""
    kept = [line for line in lines if not (_BULLET.match(line.text) and not paragraphs.ends_sentence(line.text))]
    titles = [line for line in kept if paragraphs.is_title(line.text)]
    return [line for line in kept if line not in titles] if len(titles) >= HEADLINE_RUN else kept
