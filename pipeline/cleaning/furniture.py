"""Page furniture: menus, banners, share buttons, bylines, sign-offs and the blocks of other headlines at the foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from pipeline.cleaning import datelines, paragraphs, stamps, wordlists
from pipeline.cleaning.tracked import Tracked

LONGEST = 200
"""Furniture is short; a longer line that begins like it is a sentence of the article."""

LONGEST_NOTICE = 500
"""Notices of copyright and cookies are longer; only beginnings of three words and more count there."""

LATIN_SHARE = 0.3
"""Below this share of Latin letters a line is a banner or stamp of the site's other language."""

TITLE_CHARS = 25
"""A shorter line is no headline of another article."""

HEADLINE_RUN = 3
"""This many titles in a row after the last sentence are links to other articles."""

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
_LOWER_INITIALS = re.compile(r"[a-z]{2,4}(?:/[a-z]{2,4}){1,4}")
_INITIALS = re.compile(r"[=*_#~\-–—/\s(]*(?:[A-Z]{1,2}\s?[./&\s-]{1,3}\s?){1,5}[A-Z]{0,3}\.?[)\s]*")
_RULED = re.compile(r"[=*_~#-]{3,}\s*\w.{0,40}")
_HANDLE = re.compile(
    r"@\w{2,30}|(?:https?://|www\.)\S+|\S+@\S+\.\w{2,6}|(?:img|image|photo)[_-]?\d+(?:\.\w+)?"
    r"|(?:[\w-]+\.){1,3}(?:com|net|org|info|gov|int|tv|news|[a-z]{2})",
    re.IGNORECASE,
)
_LANGUAGES = re.compile(r"(?:[A-Za-z]{2}[\s|/,•]+){1,8}[A-Za-z]{2}")
_TWEET = re.compile(r"[—–-]\s?.{1,80}\(@\w{2,30}\).{0,40}")
_TWICE = re.compile(r"(.{4,60}) \1")
"""Tags printed twice: "USA Belarus USA Belarus"."""
_BULLET = re.compile(r"\s*[-–—•●▪■*»›>]+\s+")
_AGO = re.compile(r"(?:\d+|an?) (?:minute|hour|day|week|month)s? ago", re.IGNORECASE)
_STOP = re.compile(r"[^.]\. ")
_SPILL = re.compile(r"\w(?:\.{3}|…) +[A-Z“\"‘]")
_CREDIT_BRACKET = re.compile(r"\s*[(\[{|](?P<inside>[^()\[\]{}|\n]{2,100})[)\]}|]?")
_SLASHED_CREDIT = re.compile(
    r"(?<=[.!?”\"])\s+(?:[A-ZÀ-Þ][\w'’.-]+\s){1,3}?[A-ZÀ-Þ]?[\w'’.-]*\s?/\s?(?P<agency>[A-Za-z]{2,20})\.?$"
)
_LABELLED_CREDIT = re.compile(
    r"(?<=[.!?”\"])\s+(?:(?:Image|Photo|Picture|Video|Pic)(?:\s(?:[Cc]redit|[Cc]ourtesy|by))?:\s?[^.!?]{2,40}"
    r"|/\s(?P<name>[A-Z][\w ]{2,30}))$"
)
_SIGN_OFF = re.compile(r"\s*(?:[(\[/–—-]{1,2}\s*(?P<word>[A-Za-z][\w. /'-]{1,40}?)\s*[)\]/]?)\s*$")


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
    if len(line) < LONGEST // 2 + 20 and any(entry in folded for entry in words.lines_contain):
        return True
    if line.lstrip().startswith(("©", "(c)", "(C)")):
        return True
    bare = line.strip(" -–—•|")
    if any(shape.fullmatch(bare) for shape in (_HANDLE, _LANGUAGES)) or _COUNTER.fullmatch(folded):
        return True
    if _TWICE.fullmatch(bare) or _TWEET.fullmatch(line.strip()) or datelines.is_agency_line(bare) or _is_hijri(line):
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


def trailing_start(lines: Sequence[str]) -> int:
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
    found = stamps.find(below) if len(below) <= stamps.LONGEST_LINE else []
    return bool(found) and stamps.is_stamp_line(below, found) and stamps.has_label_or_clock(below, found)


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
    in_list = False
    for line in lines:
        if is_link(line.text):
            in_list = wordlists.fold(line.text) in _bare_links()
        elif not (in_list and (paragraphs.is_title(line.text) or line.text.endswith(("…", "...")))):
            in_list = False
            kept.append(line)
    return kept


@cache
def _bare_links() -> frozenset[str]:
    return frozenset(wordlists.fold(start) for start in wordlists.words().links_start)


def without_headlines(lines: Sequence[Tracked]) -> list[Tracked]:
    """The lines below the body without runs of other headlines; bulleted ones go even alone."""
    kept = [line for line in lines if not (_BULLET.match(line.text) and not paragraphs.ends_sentence(line.text))]
    titles = [line for line in kept if paragraphs.is_title(line.text)]
    return [line for line in kept if line not in titles] if len(titles) >= HEADLINE_RUN else kept


def is_byline(line: str) -> bool:
    """Whether a line names who wrote or sent the story, by a label or by words like "Staff": "LETA/TBT Staff"."""
    if len(line) > 100 or paragraphs.is_prose(line):
        return False
    words = wordlists.words()
    line = line.strip(" ()[]-–—•|")
    for label in words.byline_labels:
        if _is_labelled_name(line, label):
            return True
    if _credit_line().match(line) and len(line) < 80:
        return True
    tokens = re.findall(r"[^\W\d_]+", line.casefold())
    if 0 < len(tokens) <= 6 and any(token in words.byline_words for token in tokens):
        return not any(token in _VERBISH for token in tokens)
    return False


def _is_labelled_name(line: str, label: str) -> bool:
    """Whether a line is a label and a name: "By Ada Obi, Abuja", "Editor:Li Wei", "SOURCE: NEWS AGENCIES"."""
    if not line.casefold().startswith(label.casefold()) or line.count(" ") > 9:
        return False
    rest = line[len(label) :]
    if label[-1].isalnum() and rest[:1] not in (" ", ":"):
        return False
    has_colon = label.endswith(":") or rest[:1] == ":"
    if not has_colon and not line.startswith(label):
        return False
    name = re.split(r",|\||\s[-–—]\s|\sin\s", rest.strip(" :"))[0]
    one_word = " " not in name and name[:1].isupper()
    return has_colon or paragraphs.is_name(name) or one_word or label.endswith(" by")


@cache
def _credit_line() -> re.Pattern[str]:
    labels = "|".join(re.escape(label) for label in wordlists.words().credit_labels)
    return re.compile(rf"(?:{labels})\s?:", re.IGNORECASE)


_VERBISH = frozenset({"to", "on", "for", "with", "of", "in", "and"})


def is_sign_off(line: str) -> bool:
    """Whether a line closes a story: "K.Q.", "========M.A.N", "(END)", "###"."""
    if len(line) > 60:
        return False
    if wordlists.fold(line) in wordlists.words().sign_offs:
        return True
    if _LOWER_INITIALS.fullmatch(line.strip()):
        return True
    return bool(_INITIALS.fullmatch(line) and len(line) <= 30) or _RULED.fullmatch(line) is not None


@cache
def _credit() -> re.Pattern[str]:
    labels = "|".join(re.escape(label) for label in wordlists.words().credit_labels)
    return re.compile(rf"(?:{labels})\b", re.IGNORECASE)


def credit(line: str) -> tuple[int, int] | None:
    """Span of a photo credit at the end of a caption: "[Source: Fijian Government]", "(Photo: J. Doe/AFP)"."""
    tail = max(0, len(line) - 120)
    for match in _CREDIT_BRACKET.finditer(line, tail):
        inside = match["inside"].strip()
        if match.end() < len(line.rstrip(" .|*")):
            continue
        if _credit().match(inside) or datelines.is_agency(re.split(r"\s?[/|]\s?", inside)[0]):
            return match.start(), len(line)
    labelled = _LABELLED_CREDIT.search(line, tail)
    if labelled is not None and (labelled["name"] is None or datelines.is_agency(labelled["name"].split()[0])):
        return labelled.start(), len(line)
    slashed = _SLASHED_CREDIT.search(line, tail)
    if slashed is not None and datelines.is_agency(slashed["agency"]):
        return slashed.start(), len(line)
    return None


def sign_off(line: str) -> int | None:
    """Where an agency's sign-off begins after the last sentence: "… in Accra. (END)", "… said.–BERNAMA"."""
    tail = max(0, len(line) - 60)
    match = _SIGN_OFF.search(line, tail)
    if match is None or not re.search(r"[.!?][\"'”’]?$", line[: match.start()]):
        return None
    words = wordlists.words()
    word = match["word"].strip()
    if wordlists.fold(word) in words.sign_offs or word in words.agencies_printed:
        return match.start()
    return None
