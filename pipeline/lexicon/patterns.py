"""Wordings as data files write them ("(lift*|end) .. sanction*"), turned into regular expressions on folded text.

The head of ``topics.toml`` shows every form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline import errors, tokens

HIDDEN, ORGANISATION = "\0", "\1"
"""What stands in a folded text for words that mean nothing, and for the name of an organisation (``ORG``)."""

_GAPS: Mapping[str, str] = {"..": "3", "...": "6", "....": "12"}
_BETWEEN = " +"
_PUNCTUATION = re.compile(r"['’]s(?!\w)|[^\w\s]|\s")
_ANY = r"(?:\w+|\x01+)"
_KNOWN = re.compile(r"\.{2,4}|=?\w+(?:\*\w+)*\*?|[()\[\]|]")
_ELEMENT = re.compile(_KNOWN.pattern + r"|[^\s,]")
_INFLECTED = 3
"""Shorter words have no plural ("eu", "5g")."""


def fold(text: str) -> str:
    """Lower case without accents, possessive endings and punctuation, one character for each, so that offsets stay.

    ``"Peru’s co-operation"`` → ``"peru   co operation"``.
    """
    if text.isascii():
        lower = text.lower()
    else:
        lower = "".join(c.lower() if ord(c) < 128 else (tokens.normalise(c) or c)[:1] for c in text)
    return _PUNCTUATION.sub(lambda match: " " * len(match.group()), lower)


def any_of(
    patterns: Sequence[str], groups: Mapping[str, str] | None = None, where: str = "", *, ahead: bool = False
) -> re.Pattern[str]:
    """One expression that finds any of the patterns as whole words.

    Args:
        patterns: Such as ``"(lift*|end) .. sanction*"``; none finds nothing.
        groups: What ``{name}`` stands for.
        where: File and key, for error messages.
        ahead: Match from every position (as group 1), so that one pattern cannot hide another that overlaps it.

    Returns:
        The expression, for text that went through :func:`fold`.

    Raises:
        LexiconError: An unknown group, or brackets that do not balance.
    """
    if not patterns:
        return re.compile(r"(?!)")
    alternatives = "|".join(_expression(pattern, groups or {}, where) for pattern in patterns)
    expression = rf"(?:{alternatives})(?!\w)"
    return re.compile(rf"(?<!\w)(?=({expression}))" if ahead else rf"(?<!\w){expression}")


def blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with every match of an ``ahead`` pattern hidden, also where two of them overlap."""
    for match in pattern.finditer(text):
        text = text[: match.start(1)] + HIDDEN * len(match.group(1)) + text[match.end(1) :]
    return text


def _expression(pattern: str, groups: Mapping[str, str], where: str) -> str:
    filled = pattern
    for _ in groups:  # a group may use groups
        if "{" not in filled:
            break
        for name, words in groups.items():
            filled = filled.replace("{" + name + "}", words)
    if "{" in filled:
        raise errors.LexiconError(f"{where}: {pattern!r} uses a group that is not there; add it to [groups]")
    items = _ELEMENT.findall(filled.replace("-", " "))
    if stray := next((item for item in items if not _KNOWN.fullmatch(item)), None):
        raise errors.LexiconError(f"{where}: {pattern!r} holds {stray!r}; write words, gaps, brackets and |, no more")
    items.reverse()  # read from its end
    expression = _sequence(items, f"{where}: {pattern!r}")
    if items:
        raise errors.LexiconError(f"{where}: {pattern!r} closes a bracket it never opened; balance the brackets")
    return expression


def _sequence(items: list[str], where: str) -> str:
    """Alternatives of sequences, up to a closing bracket; takes what it read off the end of ``items``."""
    alternatives: list[str] = []
    parts: list[tuple[str, str]] = []
    while items and items[-1] not in (")", "]"):
        item = items.pop()
        if item == "|":
            alternatives.append(_join(parts, where))
            parts = []
        elif item == "[" and len(items) > 1 and items[-1] in _GAPS and items[-2] == "]":
            parts.append(("gap", _GAPS[items.pop()]))  # a gap may be empty as it is: "[..]" means ".."
            items.pop()
        elif item in ("(", "["):
            inner = _sequence(items, where)
            if not items:
                raise errors.LexiconError(f"{where} opens a bracket it never closes; balance the brackets")
            items.pop()
            parts.append(("optional" if item == "[" else "word", f"(?:{inner})"))
        elif item in _GAPS:
            parts.append(("gap", _GAPS[item]))
        else:
            parts.append(("word", _word(item)))
    alternatives.append(_join(parts, where))
    return "|".join(alternatives)


def _join(parts: Sequence[tuple[str, str]], where: str) -> str:
    """One sequence: gaps between its words, an optional word taking its gap along."""
    if not parts:
        raise errors.LexiconError(f"{where} has an empty alternative; it would match anywhere: take it out")
    text, needs_gap = "", False
    for kind, value in parts:
        if kind == "gap":
            text += rf"(?:{_BETWEEN}{_ANY}){{0,{value}}}" if needs_gap else rf"(?:{_ANY}{_BETWEEN}){{0,{value}}}"
        elif kind == "optional":
            text += f"(?:{_BETWEEN}{value})?" if needs_gap else f"(?:{value}{_BETWEEN})?"
        else:
            text += (_BETWEEN if needs_gap else "") + value
            needs_gap = True
    return text


def _word(item: str) -> str:
    """One word: exact (``=mou``), any letters after or within (``econom*``, ``labo*r``), or with a plural ending."""
    if item == "ORG":
        return ORGANISATION + "+"
    word = fold(item.strip("="))
    if "*" in item:
        return r"\w*".join(fold(part) for part in item.strip("=").split("*"))
    if item.startswith("="):
        return word
    if len(word) < _INFLECTED or not word.isalpha() or word.endswith("s"):
        return word
    return word[:-1] + "(?:y|ies)" if word.endswith("y") else word + "(?:s|es)?"
