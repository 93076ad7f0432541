"""Who wrote, sent or photographed: bylines, initials, sign-offs and photo credits."""

from __future__ import annotations

import re
from functools import cache

from pipeline.cleaning import origins, paragraphs, wordlists

_LOWER_INITIALS = re.compile(r"[a-z]{2,4}(?:/[a-z]{2,4}){1,4}")
_INITIALS = re.compile(r"[=*_#~\-–—/\s(]*(?:[A-Z]{1,2}\s?[./&\s-]{1,3}\s?){1,5}[A-Z]{0,3}\.?[)\s]*")
_RULED = re.compile(r"[=*_~#-]{3,}\s*\w.{0,40}")
_CREDIT_BRACKET = re.compile(r"\s*[(\[{|](?P<inside>[^()\[\]{}|\n]{2,100})[)\]}|]?")
_SLASHED_CREDIT = re.compile(
    r"(?<=[.!?”\"])\s+(?:[A-ZÀ-Þ][\w'’.-]+\s){1,3}?[A-ZÀ-Þ]?[\w'’.-]*\s?/\s?(?P<agency>[A-Za-z]{2,20})\.?$"
)
_LABELLED_CREDIT = re.compile(
    r"(?<=[.!?”\"])\s+(?:(?:Image|Photo|Picture|Video|Pic)(?:\s(?:[Cc]redit|[Cc]ourtesy|by))?:\s?[^.!?]{2,40}"
    r"|/\s(?P<name>[A-Z][\w ]{2,30}))$"
)
_CLOCKED_SIGN_OFF = re.compile(r"\s*-{1,2}\s?(?P<agency>[A-Z]{2,10})\s+\d{1,2}:\d\d\b.*$")
"""A sign-off with the hour: "… of the summit. --SPA 22:52 LOCAL TIME 19:52 GMT 0044"."""
_SIGN_OFF = re.compile(r"\s*(?:[(\[/–—-]{1,2}\s*(?P<word>[A-Za-z][\w. /'-]{1,40}?)\s*[)\]/]?)\s*$")


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
        return not any(token in words.not_in_bylines for token in tokens)
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
        if (
            _credit().match(inside)
            or inside.lower().endswith((" photo", "/photo", " photos"))
            or origins.is_agency(re.split(r"\s?[/|]\s?", inside)[0])
        ):
            return match.start(), len(line)
    labelled = _LABELLED_CREDIT.search(line, tail)
    if labelled is not None and (labelled["name"] is None or origins.is_agency(labelled["name"].split()[0])):
        return labelled.start(), len(line)
    slashed = _SLASHED_CREDIT.search(line, tail)
    if slashed is not None and (slashed["agency"].isupper() or origins.is_agency(slashed["agency"])):
        return slashed.start(), len(line)
    return None


def sign_off(line: str) -> int | None:
    """Where an agency's sign-off begins after the last sentence: "… in Accra. (END)", "… said.–BERNAMA"."""
    tail = max(0, len(line) - 120)
    clocked = _CLOCKED_SIGN_OFF.search(line, tail)
    if clocked is not None and clocked["agency"] in wordlists.words().agencies_printed:
        return clocked.start()
    match = _SIGN_OFF.search(line, tail)
    if match is None or not re.search(r"[.!?][\"'”’]?$", line[: match.start()]):
        return None
    words = wordlists.words()
    word = match["word"].strip()
    if wordlists.fold(word) in words.sign_offs or word in words.agencies_printed:
        return match.start()
    return None
