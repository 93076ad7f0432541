"""Page furniture: menus, banners, share buttons, counters and whatever else stands around an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.cleaning import origins, paragraphs, wordlists
from pipeline.cleaning.tracked import Tracked

LONGEST = 200
"""Furniture is short; a longer line that begins like it is a sentence of the article."""

LONGEST_NOTICE = 500
"""Notices of copyright and cookies are longer; only beginnings of three words and more count there."""

LATIN_SHARE = 0.3
"""Below this share of Latin letters a line is a banner or stamp of the site's other language."""

MENU_RUN = 3
"""This many entries of a menu in a row are one."""

_COUNTER = re.compile(
    r"(?:\d[\d.,]*\s*k?\s*)?(?:views?|reads?|shares?|likes?|comments?|hits|visits?|visitors?)(?:\s*[:(]?\s*\d[\d.,]*\)?)?"
    r"|\d+\s*(?:sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?|months?|years?)\s+(?:ago|read|to read)"
    r"|an?\s+(?:minute|hour|day|week|month|year)\s+ago|image \d+ (?:from|of) .{1,30}"
    r"|\d+ of \d+|page \d+( of \d+)?",
    re.IGNORECASE,
)
_RATE = re.compile(r"[A-Z]{3}\s*[:–—-]?\s*[+-]?[\d.,]+\s*%?|[\d.,]+\s*[A-Z]{3}")
_MENU = re.compile(r"(?:[^|›»>•/]{1,30}\s*[|›»>•]\s*){2,}[^|›»>•]{0,60}")
_LETTER = re.compile(r"[A-Za-z]")
_HANDLE = re.compile(
    r"@\w{2,30}|(?:https?://|www\.)\S+|\S+@\S+\.\w{2,6}|(?:img|image|photo)[_-]?\d+(?:\.\w+)?"
    r"|(?:[\w-]+\.){1,3}(?:com|net|org|info|gov|int|tv|news|[a-z]{2})",
    re.IGNORECASE,
)
_LANGUAGES = re.compile(r"(?:[A-Za-z]{2}[\s|/,•]+){1,8}[A-Za-z]{2}")
_TWEET = re.compile(r"[—–-]\s?.{1,80}\(@\w{2,30}\).{0,40}")
_TWICE = re.compile(r"(.{4,60}) \1")
"""Tags printed twice: "USA Belarus USA Belarus"."""


def is_junk(line: str) -> bool:
    """Whether a line is page furniture, a banner in another script or has no letters at all.

    True for "Follow us on Facebook" and "Home | World | Africa"; false for "Follow-up talks were held in Lomé."
    """
    if not _is_latin(line):
        return True
    words = wordlists.words()
    if len(line) > LONGEST_NOTICE:
        return False
    folded = wordlists.fold(line)
    if _opens(folded, words.lines_start, least=3 if len(line) > LONGEST else 2 if paragraphs.is_prose(line) else 1):
        return True
    if len(line) > LONGEST:
        return False
    if folded in words.lines_equal:
        return True
    if _RATE.fullmatch(line.strip()):
        return True
    is_sentence = paragraphs.ends_sentence(line) and line.count(" ") > 4
    if not is_sentence and len(line) < LONGEST // 2 + 20 and any(entry in folded for entry in words.lines_contain):
        return True
    if line.lstrip().startswith(("©", "(c)", "(C)")):
        return True
    bare = line.strip(" -–—•|")
    if any(shape.fullmatch(bare) for shape in (_HANDLE, _LANGUAGES)) or _COUNTER.fullmatch(folded):
        return True
    if _TWICE.fullmatch(bare) or _TWEET.fullmatch(line.strip()) or origins.is_agency_line(bare) or _is_hijri(line):
        return True
    return _MENU.fullmatch(line.strip()) is not None and not paragraphs.ends_sentence(line)


_HIJRI = re.compile(r"\d{1,2}\s+[A-Z][\w' -]{2,20}\s+1[34]\d\d\b.{0,30}")


def _is_hijri(line: str) -> bool:
    """Whether a line is a stamp of an Islamic calendar: "29 Sunbula 1399, 08:39 PM"."""
    return _HIJRI.fullmatch(line.strip()) is not None


def _is_latin(line: str) -> bool:
    """Whether a line has letters and enough of them are Latin."""
    if line.isascii():
        return _LETTER.search(line) is not None
    letters = [char for char in line[:2000] if char.isalpha()]
    latin = sum(1 for char in letters if char < "\u0250" or "\u1e00" <= char <= "\u1eff")
    return bool(letters) and latin >= LATIN_SHARE * len(letters)


def _opens(folded: str, entries: tuple[str, ...], *, least: int) -> bool:
    """Whether a line begins with an entry of so many words; one word is not enough to condemn a sentence."""
    if not folded.startswith(entries):
        return False
    found = next(entry for entry in entries if folded.startswith(entry))
    if len(found.split()) < least:
        return False
    return not (found[-1].isalnum() and folded[len(found) : len(found) + 1].isalnum())


def attribution(line: str) -> int:
    """Length of what opens a statement: "The below is attributable to Spokesperson Ana Paz:"; 0 where nothing does."""
    for opening in wordlists.words().attributions:
        if line.startswith(opening):
            return line.find(":", len(opening), len(opening) + 120) + 1
    return 0


def without_menus(lines: Sequence[Tracked], first_prose: int) -> list[Tracked]:
    """Drop runs of menu entries above the article: three or more short lines, one of them a section's name."""
    words = wordlists.words()
    kept: list[Tracked] = []
    run: list[Tracked] = []

    def close() -> None:
        names = sum(1 for line in run if wordlists.fold(line.text) in words.menu_words)
        if len(run) < MENU_RUN or names < 2:
            kept.extend(run)
        run.clear()

    for line in lines[:first_prose]:
        if line.text.count(" ") < 3 and len(line.text) < 30:
            run.append(line)
        else:
            close()
            kept.append(line)
    close()
    return kept + list(lines[first_prose:])
