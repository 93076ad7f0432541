"""Lines → paragraphs, and what a paragraph looks like: prose, title, name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.cleaning import wordlists
from pipeline.cleaning.tracked import Tracked

PROSE_WORDS = 10
PROSE_CHARS = 80
"""Shorter lines are titles, captions and furniture even if they end in a full stop."""

LONG_CHARS = 150
"""A line this long is prose even without a full stop: some desks leave it out at every paragraph's end."""

TITLE_CHARS = 140
WRAP_WIDTH = (45, 120)
"""Lines of a text wrapped by hand or by a mailer are about this wide."""

_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_NAME_TOKEN = re.compile(r"[^\W\d_][\w'’.-]*")


def split(article: Tracked) -> list[Tracked]:
    """Paragraphs without the white space around them; lines wrapped at a fixed width are joined again."""
    return [paragraph for block in _blocks(article) for paragraph in _lines(block)]


def _blocks(article: Tracked) -> Iterator[Tracked]:
    position = 0
    for match in _BLANK.finditer(article.text):
        yield article.cut(position, match.start())
        position = match.end()
    yield article.cut(position, len(article.text))


def _lines(block: Tracked) -> Iterator[Tracked]:
    """The paragraphs of a block without blank lines."""
    spans, position = [], 0
    for line in block.text.split("\n"):
        if line.strip():
            spans.append((position, position + len(line)))
        position += len(line) + 1
    if not spans:
        return
    is_wrapped = _is_wrapped([block.text[start:end].strip() for start, end in spans])
    start, end = spans[0]
    last = start
    for next_start, next_end in spans[1:]:
        line, following = block.text[last:end].strip(), block.text[next_start:next_end].strip()
        if _continues(line, following) or (is_wrapped and len(line) > WRAP_WIDTH[0]):
            last, end = next_start, next_end
            continue
        yield _unwrapped(block.cut(start, end))
        start, last, end = next_start, next_start, next_end
    yield _unwrapped(block.cut(start, end))


def _is_wrapped(lines: list[str]) -> bool:
    """Whether a block was wrapped at a fixed width: lines about equally wide, most broken inside a sentence."""
    if len(lines) < 3:
        return False
    widths = [len(line) for line in lines[:-1]]
    widest = max(widths)
    if not WRAP_WIDTH[0] <= widest <= WRAP_WIDTH[1]:
        return False
    full = sum(1 for width in widths if width >= 0.75 * widest)
    broken = sum(1 for line in lines[:-1] if not _ENDS_SENTENCE.search(line))
    lower = sum(1 for line in lines[1:] if line[:1].islower())
    return full >= 0.7 * len(widths) and broken >= 0.6 * len(widths) and lower >= 0.3 * len(widths)


def _continues(line: str, following: str) -> bool:
    """Whether a line runs on: nothing ends it and the next begins in lower case."""
    return len(line) > WRAP_WIDTH[0] and not _ENDS_SENTENCE.search(line) and following[:1].islower()


_INNER_BREAK = re.compile(r"[^\S\n]*\n[^\S\n]*")


def _unwrapped(part: Tracked) -> Tracked:
    return (part.substituted(_INNER_BREAK, " ") if "\n" in part.text else part).strip()


def ends_sentence(text: str) -> bool:
    """Whether a paragraph closes with a full stop or the like, quotes and brackets aside."""
    return _ENDS_SENTENCE.search(text[-8:]) is not None


def is_prose(text: str) -> bool:
    """Whether a paragraph is running text."""
    if len(text) < PROSE_CHARS or text.count(" ") + 1 < PROSE_WORDS:
        return False
    return len(text) >= LONG_CHARS or ends_sentence(text)


def is_title(text: str) -> bool:
    """Whether a line could be a headline or sub-heading: short, capitalised, without a full stop."""
    if not 2 < len(text) <= TITLE_CHARS or text.endswith(","):
        return False
    if ends_sentence(text) and not text.isupper():
        return False
    first = text.lstrip("“\"‘'«(")[:1]
    return first.isupper() or first.isdigit()


def is_scrap(text: str) -> bool:
    """Whether a line above the body is a scrap of the page: short, in lower case ("name of the paper")."""
    return len(text) < 60 and text[:1].islower() and not ends_sentence(text)


def is_name(text: str) -> bool:
    """Whether a line is nothing but one or more personal names: "Hala Zain", "R. Osei / Ana María de la Cruz"."""
    if len(text) > 60 or any(char.isdigit() for char in text) or (ends_sentence(text) and text[-1] != "."):
        return False
    names = [name for name in re.split(r"\s*(?:/|&|,|\band\b)\s*", text.strip(" .-–—*")) if name]
    return bool(names) and len(names) <= 4 and all(map(_is_one_name, names))


def _is_one_name(name: str) -> bool:
    words = wordlists.words()
    particles = words.name_particles
    tokens = name.split()
    if any(token.casefold() in words.not_names for token in tokens):
        return False
    if not 2 <= len(tokens) <= 5 or not all(_NAME_TOKEN.fullmatch(token) for token in tokens):
        return False
    return all(_is_capitalised(token) or token in particles for token in tokens) and _is_capitalised(tokens[-1])


def _is_capitalised(token: str) -> bool:
    """Whether a token is printed like a name: "Zain", "al-Jazaeri", "O'Neill" and "R." but not "USA"."""
    prefix, _, rest = token.partition("-")
    if rest and prefix in wordlists.words().name_particles:
        token = rest
    return token[:1].isupper() and (len(token.rstrip(".")) == 1 or not token.isupper())
