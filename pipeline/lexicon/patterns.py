"""Wordings as data files write them ("(lift*|end) .. sanction*"), turned into regular expressions on folded text.

The head of ``topics.toml`` shows every form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

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
STEM = 6
"""Letters of a word by which it is told whether a text can hold a wording at all."""
MOST_WORDS = 50_000
"""Words whose stems are remembered; no language's news uses more again and again."""
_SIGN = re.compile(rf"\w+|{ORGANISATION}+")
_ANYTHING = frozenset({""})


class _Piece(NamedTuple):
    """A part of a pattern as expression; a match holds, for each set of ``required``, a word with a stem of it."""

    kind: str
    text: str
    required: tuple[frozenset[str], ...] = ()


class Wordings:
    """Patterns that are looked for together, each only in a text that has all its words (see :class:`Index`).

    A match is that of one expression with the patterns as its alternatives: the leftmost, and of those that begin at
    one place that of the pattern listed first. One such expression would try hundreds of patterns at every word.
    """

    def __init__(self, patterns: Sequence[str], groups: Mapping[str, str], where: str, *, ahead: bool = False) -> None:
        """Read the patterns.

        Args:
            patterns: Such as ``"(lift*|end) .. sanction*"``; none finds nothing.
            groups: What ``{name}`` stands for.
            where: File and key, for error messages.
            ahead: Match from every position (as group 1), so that one match cannot hide another that overlaps it.

        Raises:
            LexiconError: An unknown group, or brackets that do not balance.
        """
        self._pieces = [_piece(pattern, groups, where) for pattern in patterns]
        self._ahead = ahead
        self._compiled: dict[int, re.Pattern[str]] = {}
        self.required = [piece.required for piece in self._pieces]
        """For each pattern the sets of stems of which a text with a match has one each."""

    def search(self, folded: str, possible: Possible) -> re.Match[str] | None:
        """The first match in a text that went through :func:`fold`; ``possible`` is what an index said of it."""
        return next(self.finditer(folded, possible), None)

    def finditer(self, folded: str, possible: Possible) -> Iterator[re.Match[str]]:
        """All matches from left to right that do not overlap."""
        patterns = map(self._pattern, possible.get(self, ()))
        ahead = [(match, pattern) for pattern in patterns if (match := pattern.search(folded))]
        while ahead:
            best = min((match for match, _ in ahead), key=re.Match.start)
            yield best
            behind = [(m if m.start() >= best.end() else p.search(folded, best.end()), p) for m, p in ahead]
            ahead = [(match, pattern) for match, pattern in behind if match]

    def blank(self, folded: str, possible: Possible) -> str:
        """The text with every match of patterns that look ``ahead`` hidden, also where two of them overlap."""
        spans: dict[int, int] = {}
        for pattern in map(self._pattern, possible.get(self, ())):
            for match in pattern.finditer(folded):
                spans.setdefault(match.start(1), match.end(1))
        for start, end in spans.items():
            folded = folded[:start] + HIDDEN * (end - start) + folded[end:]
        return folded

    def _pattern(self, number: int) -> re.Pattern[str]:
        """One pattern, compiled when first needed."""
        return self._compiled.get(number) or self._compile(number)

    def _compile(self, number: int) -> re.Pattern[str]:
        expression = rf"(?:{self._pieces[number].text})(?!\w)"
        compiled = re.compile(rf"(?<!\w)(?=({expression}))" if self._ahead else rf"(?<!\w){expression}")
        return self._compiled.setdefault(number, compiled)


Possible = Mapping[Wordings, Sequence[int]]
"""The patterns that a text may hold by its words, of all wordings that have any: their numbers, in the order listed."""


class Index:
    """The patterns of many wordings by their rarest word: a text's words are looked up once for all of them."""

    def __init__(self, every: Iterable[Wordings]) -> None:
        self._listed = [(wordings, number) for wordings in every for number in range(len(wordings.required))]
        self._by_stem: dict[str, list[int]] = {}
        self._stems = set[str]()
        for place, (wordings, number) in enumerate(self._listed):
            self._stems.update(*wordings.required[number])
            for stem in _rarest(wordings.required[number]):
                self._by_stem.setdefault(stem, []).append(place)
        self._stems_of = lru_cache(maxsize=MOST_WORDS)(self._beginnings)

    def possible(self, folded: str) -> Possible:
        """The patterns all whose words stand in a text that went through :func:`fold`."""
        stems = _ANYTHING.union(*map(self._stems_of, set(_SIGN.findall(folded))))
        found: dict[Wordings, list[int]] = {}
        for place in sorted({place for stem in self._by_stem.keys() & stems for place in self._by_stem[stem]}):
            wordings, number = self._listed[place]
            if not any(map(stems.isdisjoint, wordings.required[number])):
                found.setdefault(wordings, []).append(number)
        return found

    def _beginnings(self, word: str) -> set[str]:
        """The stems with which a word begins, of those that any pattern asks for."""
        return self._stems.intersection(word[:length] for length in range(1, STEM + 1))


def fold(text: str) -> str:
    """Lower case without accents, possessive endings and punctuation, one character for each, so that offsets stay.

    ``"Peru’s co-operation"`` → ``"peru   co operation"``.
    """
    if text.isascii():
        lower = text.lower()
    else:
        lower = "".join(c.lower() if ord(c) < 128 else (tokens.normalise(c) or c)[:1] for c in text)
    return _PUNCTUATION.sub(lambda match: " " * len(match.group()), lower)


def _piece(pattern: str, groups: Mapping[str, str], where: str) -> _Piece:
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
    piece = _sequence(items, f"{where}: {pattern!r}")
    if items:
        raise errors.LexiconError(f"{where}: {pattern!r} closes a bracket it never opened; balance the brackets")
    return piece


def _sequence(items: list[str], where: str) -> _Piece:
    """Alternatives of sequences, up to a closing bracket; takes what it read off the end of ``items``."""
    alternatives: list[_Piece] = []
    parts: list[_Piece] = []
    while items and items[-1] not in (")", "]"):
        item = items.pop()
        if item == "|":
            alternatives.append(_join(parts, where))
            parts = []
        elif item == "[" and len(items) > 1 and items[-1] in _GAPS and items[-2] == "]":
            parts.append(_Piece("gap", _GAPS[items.pop()]))  # a gap may be empty as it is: "[..]" means ".."
            items.pop()
        elif item in ("(", "["):
            inner = _sequence(items, where)
            if not items:
                raise errors.LexiconError(f"{where} opens a bracket it never closes; balance the brackets")
            items.pop()
            parts.append(_Piece("optional" if item == "[" else "word", f"(?:{inner.text})", inner.required))
        elif item in _GAPS:
            parts.append(_Piece("gap", _GAPS[item]))
        else:
            parts.append(_word(item))
    alternatives.append(_join(parts, where))
    if len(alternatives) == 1:
        return alternatives[0]
    one_of = frozenset[str]().union(*(_rarest(piece.required) for piece in alternatives))
    return _Piece("word", _either([piece.text for piece in alternatives]), (one_of,))


def _either(texts: Sequence[str]) -> str:
    """One of some expressions, those of one letter together: of hundreds each would be tried in turn."""
    by_letter: dict[str, list[str]] = {}
    for text in texts:
        by_letter.setdefault(text[:1], []).append(text)
    if not "".join(by_letter).isalnum():
        return "|".join(texts)
    return "|".join(f"{letter}(?:{'|'.join(text[1:] for text in same)})" for letter, same in by_letter.items())


def _join(parts: Sequence[_Piece], where: str) -> _Piece:
    """One sequence: gaps between its words, an optional word taking its gap along."""
    if not parts:
        raise errors.LexiconError(f"{where} has an empty alternative; it would match anywhere: take it out")
    text, needs_gap = "", False
    for kind, value, _ in parts:
        if kind == "gap":
            text += rf"(?:{_BETWEEN}{_ANY}){{0,{value}}}" if needs_gap else rf"(?:{_ANY}{_BETWEEN}){{0,{value}}}"
        elif kind == "optional":
            text += f"(?:{_BETWEEN}{value})?" if needs_gap else f"(?:{value}{_BETWEEN})?"
        else:
            text += (_BETWEEN if needs_gap else "") + value
            needs_gap = True
    required = tuple(stems for piece in parts if piece.kind == "word" for stems in piece.required)
    return _Piece("word", text, required)


def _rarest(required: Iterable[frozenset[str]]) -> frozenset[str]:
    """Of what a match must hold that which fewest texts have: the longest stems, then the fewest."""
    return max(required, key=lambda found: (min(map(len, found)), -len(found)), default=_ANYTHING)


def _word(item: str) -> _Piece:
    """One word: exact (``=mou``), any letters after or within (``econom*``, ``labo*r``), or with a plural ending."""
    if item == "ORG":
        return _Piece("word", ORGANISATION + "+", (frozenset({ORGANISATION}),))
    word = fold(item.strip("="))
    if "*" in item:
        parts = [fold(part) for part in item.strip("=").split("*")]
        return _Piece("word", r"\w*".join(parts), (frozenset({parts[0][:STEM]}),))
    if item.startswith("=") or len(word) < _INFLECTED or not word.isalpha() or word.endswith("s"):
        return _Piece("word", word, (frozenset({word[:STEM]}),))
    if word.endswith("y"):
        return _Piece("word", word[:-1] + "(?:y|ies)", (frozenset({word[:-1][:STEM]}),))
    return _Piece("word", word + "(?:s|es)?", (frozenset({word[:STEM]}),))
