"""Characters and words as the author meant them: broken entities, mojibake, glued words, stray spaces.

The rules are data, applied in turn; each is an edit of a :class:`Tracked` text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pipeline.cleaning import wordlists
from pipeline.cleaning.tracked import Edit, Tracked

INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc\x00-\x08\x0e-\x1f\x7f]"
)
SPACES = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")
"""White space within a line that is not one plain space: no-break and thin spaces, tabs, runs."""
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
TAG = re.compile(
    r"</?(?:a|abbr|address|b|big|blockquote|br|center|cite|code|del|dfn|div|em|figure|figcaption|font|footer|h[1-6]|header|hr"
    r"|i|iframe|img|ins|li|listing|main|mark|menuitem|meter|nav|nobr|ol|p|pre|q|s|section|small|span|strike|strong|sub|sup"
    r"|table|tbody|td|tfoot|th|thead|time|tr|tt|u|ul|video|wbr)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
BLOCK_TAG = re.compile(
    r"</?(?:blockquote|br|center|div|figure|figcaption|h[1-6]|hr|li|ol|p|section|table|td|tr|ul)\b", re.IGNORECASE
)

TWEET_LINK = re.compile(r" ?\b(?:pic\.twitter\.com/|https?://t\.co/)\w+")

ENTITY = re.compile(r"&(?:amp;|#0*38;)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
ACCENTED = re.compile(r"[A-Za-z](?:acute|caron|cedil|circ|grave|slash|tilde|uml);|[aAuU]ring;(?=[a-z])")
"""An entity that lost its ampersand inside a name: "Jean-Noeuml;l", "Loslash;kke"; but "hearing;" is a word."""
LIGATURE = re.compile(r"(szlig|[aA][eE]lig|[oO][eE]lig);")
SYMBOL = re.compile(
    r"&?(apos|bdquo|emsp|ensp|hellip|laquo|ldquo|lsaquo|lsquo|mdash|nbsp|ndash|quot|raquo|rdquo|rsaquo|rsquo|sbquo|thinsp|zwj|zwnj);"
)
"""Names that end no English word, so they need no ampersand: "lately seen in Lebanon,quot;"."""
BARE_AMP = re.compile(r"(?<![A-Za-z&])amp;")
BARE_NUMBER = re.compile(r"#(\d{2,5}|[xX][0-9a-fA-F]{2,5});")

TWEET_TAIL = re.compile(r"(?<=\S) ?[—–-] [^—–\n]{1,60} \(@\w{2,30}\) [A-Z][a-z]+ \d{1,2}, \d{4}")
"""The signature of an embedded tweet."""
GLUED_CAPTION = re.compile(r"(?<=[Pp]hoto)(?=[A-Z]{3,}[ ,])")
"""A caption run into the dateline: "An archive photoMINSK, 23 March"."""

MOJIBAKE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]{1,3}"
)
"""UTF-8 read as windows-1252: "Ã©" for "é", "â€™" for "’"."""

LOST_CHARACTER = re.compile(r"(?:(?<=[\s(\"“‘'])|^)[?\ufffd](?=[A-ZÀ-Þ][a-zà-ÿ])", re.MULTILINE)
"""A character the site could not show, before a name: "Prime Minister ?Denis"."""
GLUED_SENTENCE = re.compile(
    r"[.!?](?<=[a-zà-ÿ]{3}.)(?=[A-Z][a-zà-ÿ]*[\s,])|[.!?][”\"’](?<=[a-zà-ÿ]{3}..)(?=[A-Z][a-zà-ÿ]*[\s,])"
)
COMMAS = re.compile(r"(?<=[A-Za-z])،(?=\s)|,{2,}")
"""An Arabic comma in English text, and commas doubled by mistake."""
GLUED_COMMA = re.compile(r"[,;](?<=[a-zà-ÿ]{2}.)(?=[A-Za-zÀ-ÿ]{2})")
TOKEN = re.compile(r"[A-Z][\w’'-]{2,40}")
HUMP = re.compile(r"[a-z][A-Z][a-zà-ÿ]{2}")
GLUED_HEAD = re.compile(r"(?<![@#])\b[A-Za-z][a-z]{1,12}(?=[A-Z][a-zà-ÿ]{2,})")
SPACE_BEFORE_STOP = re.compile(r"(?<=\w) (?=[,;.:!?](?:\s|$))", re.MULTILINE)
SPACE_AFTER_OPENING = re.compile(r"(?<=[“‘(\[]) (?=\w)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of slip. ``needs``: some of these must stand in the text, else the pattern is not even tried."""

    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str | None]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A slip of which a space is missing: it belongs behind what the pattern finds."""

    pattern: re.Pattern[str]


def repaired(article: Tracked) -> Tracked:
    """The article with its characters and words mended; line ends stay where they are."""
    for rule in (*MARKUP, *WORDS):
        article = _applied(rule, article)
    article = _unglued(article)
    for rule in SPACING:
        article = _applied(rule, article)
    return article


def _applied(rule: Rule | Gap, article: Tracked) -> Tracked:
    if isinstance(rule, Gap):
        return article.edited([(match.end(), match.end(), " ") for match in rule.pattern.finditer(article.text)])
    if rule.needs and not any(need in article.text for need in rule.needs):
        return article
    return article.substituted(rule.pattern, rule.replacement)


@cache
def _character(entity: str) -> str | None:
    """What an entity stands for, ``None`` when there is no such entity."""
    character = html.unescape(entity)
    return None if character == entity or character == "\ufffd" else character


def _mojibake(match: re.Match[str]) -> str | None:
    for length in range(len(match[0]), 1, -1):
        try:
            return match[0][:length].encode("cp1252").decode("utf-8") + match[0][length:]
        except UnicodeError:
            continue
    return None


MARKUP = (
    Rule(LINE_ENDS, "\n"),
    Rule(TAG, lambda match: "\n" if BLOCK_TAG.match(match[0]) else "", ("<",)),
    Rule(ENTITY, lambda match: _character(f"&{match[1]};"), ("&",)),
    Rule(ACCENTED, lambda match: _character(f"&{match[0]}"), (";",)),
    Rule(LIGATURE, lambda match: _character(f"&{match[0]}"), ("lig;",)),
    Rule(SYMBOL, lambda match: _character(f"&{match[1]};"), (";",)),
    Rule(BARE_AMP, "&", ("amp;",)),
    Rule(BARE_NUMBER, lambda match: _character(f"&{match[0]}"), ("#",)),
    Rule(TWEET_LINK, "", ("t.co/", "twitter.com/")),
    Rule(TWEET_TAIL, "", ("(@",)),
)
"""What is left of the page's markup. The order matters: "&amp;quot;" is an entity before it is a quote."""

WORDS = (
    Rule(GLUED_CAPTION, "\n\n", ("hoto",)),
    Rule(MOJIBAKE, _mojibake),
    Rule(INVISIBLE, ""),
    Rule(SPACES, " "),
    Rule(LOST_CHARACTER, "", ("?", "\ufffd")),
    Gap(GLUED_SENTENCE),
    Gap(GLUED_COMMA),
    Rule(COMMAS, ",", (",,", "،")),
)
"""Characters and spaces that were lost, doubled or misread."""

SPACING = (
    Rule(SPACE_BEFORE_STOP, "", (" ,", " ;", " .", " :", " !", " ?")),
    Rule(SPACE_AFTER_OPENING, "", ("“ ", "‘ ", "( ", "[ ")),
)
"""Spaces that have no business where they are, once the words are right."""


@cache
def _pairs() -> dict[str, str]:
    """Small words without and with their space: "ofthe" → "of the"."""
    return {pair.replace(" ", ""): pair for pair in wordlists.words().glued_pairs}


@cache
def _glued_pair() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_pairs())})\b")


@cache
def _glued_tail() -> re.Pattern[str]:
    tails = "|".join(wordlists.words().glued_tails)
    return re.compile(rf"\b(?P<head>[A-Z][\w’'-]{{3,40}}?)(?P<tail>{tails})\b")


def _unglued(article: Tracked) -> Tracked:
    """Part words that lost the space between them, where both halves are certain.

    "Al-Miqdadwas" is parted because "Al-Miqdad" is no word that could end in "was"; "Poland" is left alone because
    "Pol" stands nowhere else in the article.
    """
    words = wordlists.words()
    suspects = [match for match in _glued_tail().finditer(article.text) if match["head"][-1].islower()]
    tokens = set(TOKEN.findall(article.text)) if suspects else set()
    edits: list[Edit] = []
    for match in suspects:
        head, tail = match["head"], match["tail"]
        is_certain = tail in words.glued_certain_tails and head.lower().startswith(words.name_prefixes)
        if head in tokens or is_certain:
            edits.append((match.start("tail"), match.start("tail"), " "))
    article = article.edited(edits)
    if any(pair in article.text for pair in _pairs()):
        article = article.substituted(_glued_pair(), lambda match: _pairs()[match[0]])
    if not HUMP.search(article.text):
        return article
    heads = [match for match in GLUED_HEAD.finditer(article.text) if match[0] in words.glued_heads]
    return article.edited([(match.end(), match.end(), " ") for match in heads])
