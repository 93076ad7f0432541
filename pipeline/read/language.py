"""Which language an article is in, offline and deterministic."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter

import babel
from py3langid import langid

SUPPORTED = "en"

LATIN_SHARE = 0.3
"""An English article keeps its Arabic banner or Russian stamp; one that is mostly another script is not English."""

SAMPLE_CHARS = 6000
"""Detection reads this much; more does not change the answer and costs 0.4 ms a thousand characters."""

SHORT_LETTERS = 40
"""Fewer letters than this are names and numbers: no answer is better than a wrong one."""

PROSE_CHARS = 80
"""Lines this long are the article; shorter ones are the site's own furniture, often in its own language."""

SURE = 0.5
"""Below this the classifier wavers between English and its creoles on texts that are mostly names."""

THE, GRAMMAR, JOINED = 0.02, 0.09, 0.02
"""Shares of "the", of "the", "of" and "and" together, and of the latter two among the words of a text.

From there on it is English for the greater part; Scots has "o" and "an", pidgin "di".
"""

ENOUGH_WORDS = 50
"""Fewer could have these shares by chance, or be a quotation."""

LOOKALIKES = frozenset({"pcm", "jam", "bcl", "mt", "ig", "br", "sco", "tpi", "bi"})
"""What the classifier answers on English headlines full of foreign names."""

_WORD = re.compile(r"[^\W\d_]+")


def detect(text: str) -> str | None:
    """ISO 639 code of the language, ``None`` when there is too little text to say.

    >>> detect("The minister received the ambassador and they discussed trade between the two countries.")
    'en'
    """
    sample = text[: SAMPLE_CHARS * 4]
    letters = [char for char in sample if char.isalpha()]
    if len(letters) < SHORT_LETTERS:
        return None
    latin = sum(1 for char in letters if _is_latin(char))
    if latin < LATIN_SHARE * len(letters):
        return _classify("".join(char if not _is_latin(char) else " " for char in sample)[:SAMPLE_CHARS])[0]
    latin_lines = [line for line in sample.splitlines() if _mostly_latin(line)]
    prose = [line for line in latin_lines if len(line) >= PROSE_CHARS]
    kept = "\n".join(prose if sum(map(len, prose)) >= 2 * PROSE_CHARS else latin_lines)[:SAMPLE_CHARS]
    if not kept.strip():
        return None
    if _is_plainly_english(kept):
        return SUPPORTED
    code, confidence = _classify(kept)
    if code in LOOKALIKES and confidence < SURE:
        return SUPPORTED
    return None if confidence < SURE and code != SUPPORTED and len(kept) < 2 * PROSE_CHARS else code


def name(code: str) -> str:
    """English name of a language code, the code itself when it is unknown."""
    try:
        return babel.Locale.parse(code.replace("-", "_")).english_name or code
    except (ValueError, babel.UnknownLocaleError):
        return code


def _mostly_latin(line: str) -> bool:
    letters = [char for char in line if char.isalpha()]
    return bool(letters) and sum(map(_is_latin, letters)) * 2 > len(letters)


@functools.cache
def _is_latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith("LATIN")


def _is_plainly_english(text: str) -> bool:
    """Whether a glance is enough: nearly every English article spares a small build the loading of the classifier."""
    words = _WORD.findall(text.lower())
    counts = Counter(words)
    joined = counts["of"] + counts["and"]
    least = THE, GRAMMAR, JOINED
    found = counts["the"], counts["the"] + joined, joined
    return len(words) >= ENOUGH_WORDS and all(n >= share * len(words) for n, share in zip(found, least, strict=True))


@functools.cache
def _identifier() -> langid.LanguageIdentifier:
    """The classifier with its 4.5 MB model, unpacked in most of a second when the first article needs it."""
    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)


def _classify(text: str) -> tuple[str, float]:
    code, confidence = _identifier().classify(text)
    return str(code), float(confidence)
