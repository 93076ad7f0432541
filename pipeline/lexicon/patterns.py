"""Wordings as data files write them ("(lift*|end) .. sanction*"), turned into regular expressions on folded text.

The head of ``topics.toml`` shows every form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
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
_SIGN = re.compile(rf"\w+|{ORGANISATION}+")
_ANYTHING = frozenset({""})


class _Piece(NamedTuple):
    """A part of a pattern as expression; a match holds, for each set of ``required``, a word with a stem of it."""

    kind: str
    text: str
    required: tuple[frozenset[str], ...] = ()


class Wordings:
    """Patterns that are looked for together, each only in a text that has all its words.

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
        self._by_stem: dict[str, list[int]] = {}
        for number, piece in enumerate(self._pieces):
            for stem in _rarest(piece.required):
                self._by_stem.setdefault(stem, []).append(number)
        self.stems = self._by_stem.keys()

    def search(self, folded: str, stems: Set[str]) -> re.Match[str] | None:
        """The first match in a text that went through :func:`fold`; ``stems`` are those of its words, or more."""
        return next(self.finditer(folded, stems), None)

    def finditer(self, folded: str, stems: Set[str]) -> Iterator[re.Match[str]]:
        """All matches from left to right that do not overlap."""
        ahead = [(match, pattern) for pattern in self._possible(stems) if (match := pattern.search(folded))]
        while ahead:
            best = min((match for match, _ in ahead), key=re.Match.start)
            yield best
            behind = [(m if m.start() >= best.end() else p.search(folded, best.end()), p) for m, p in ahead]
            ahead = [(match, pattern) for match, pattern in behind if match]

    def blank(self, folded: str, stems: Set[str]) -> str:
        """The text with every match of patterns that look ``ahead`` hidden, also where two of them overlap."""
        spans: dict[int, int] = {}
        for pattern in self._possible(stems):
            for match in pattern.finditer(folded):
                spans.setdefault(match.start(1), match.end(1))
        for start, end in spans.items():
            folded = folded[:start] + HIDDEN * (end - start) + folded[end:]
        return folded

    def _possible(self, stems: Set[str]) -> list[re.Pattern[str]]:
        """The patterns all whose words the text may have, in the order listed, compiled when first needed."""
        numbers = sorted({number for stem in self.stems & stems for number in self._by_stem[stem]})
        return [
            self._compiled.get(number) or self._compile(number)
            for number in numbers
            if not any(required.isdisjoint(stems) for required in self._pieces[number].required)
        ]

    def _compile(self, number: int) -> re.Pattern[str]:
        expression = rf"(?:{self._pieces[number].text})(?!\w)"
        compiled = re.compile(rf"(?<!\w)(?=({expression}))" if self._ahead else rf"(?<!\w){expression}")
        return self._compiled.setdefault(number, compiled)


def fold(text: str) -> str:
    """Lower case without accents, possessive endings and punctuation, one character for each, so that offsets stay.

    ``"Peru’s co-operation"`` → ``"peru   co operation"``.
    """
    if text.isascii():
        lower = text.lower()
    else:
        lower = "".join(c.lower() if ord(c) < 128 else (tokens.normalise(c) or c)[:1] for c in text)
    return _PUNCTUATION.sub(lambda match: " " * len(match.group()), lower)


def stems(folded: str) -> set[str]:
    """All beginnings of the words of a text that went through :func:`fold`, the empty one among them."""
    return {word[:length] for word in set(_SIGN.findall(folded)) for length in range(STEM + 1)}


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
    return _Piece("word", "|".join(piece.text for piece in alternatives), (one_of,))


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
