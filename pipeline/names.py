"""Are two spellings one person? Personal names across transliterations, particles, initials and order.

The comparison has three layers: words that never tell people apart are dropped (``lexicon/name_words.csv``),
given names are looked up in a register of spellings (``lexicon/given_names.csv``), and what is left is compared by
sound (:mod:`pipeline.spelling`).
A score says whether all words of the shorter name are found in the longer, in an order that fits.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache

from pipeline import spelling

SAME = 0.75
"""From this score on two names are one person; ``tests/pairs/names.csv`` was decided best between .70 and .78."""

SURE_TOKEN = 0.8
"""Two words of names count as one from here: "Polurez" and "Polores" are at .93, "Karim" and "Karam" at .6."""

CLOSE_TOKEN = 0.68
"""A second word may be this far off when the other word is the same: "Cholet" and "Scholle" are at .7."""

JOINED_TOKEN = 0.9
"""Two words run together are long, so a small share of changed letters can still be another name."""

_BRACKETED = re.compile(r"\(.*?\)|\[.*?\]|\"[^\"]*\"|“[^”]*”")
_APOSTROPHES = re.compile(r"['’‘`´ʼʻʿʾ]")
_STROKED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a", "ħ": "h"}
)
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower-case ASCII words of a name, one space apart, apostrophes and accents gone.

    Args:
        text: A name in Latin letters; letters of other scripts are left out.

    Returns:
        The folded name: ``fold("Díaz-Canel") == "diaz canel"``, ``fold("Ja’afari") == "jaafari"``.
    """
    return plain(text)


def plain(text: str) -> str:
    """What ``fold`` does, without remembering the answer: for whole articles."""
    bare = _APOSTROPHES.sub("", text).lower()
    if not bare.isascii():
        bare = unicodedata.normalize("NFKD", bare.translate(_STROKED)).encode("ascii", "ignore").decode()
    return _NOT_A_LETTER.sub(" ", bare).strip()


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """The folded words that tell the person apart: no honorific in front, no suffix, no article, "bin" or "de".

    Args:
        name: A name as printed, titles or not: ``"H.E. Dr. Fayssal al-Mikdad"``.

    Returns:
        ``("fayssal", "mikdad")``; never empty for a name with a letter in it.
    """
    tokens = _without_titles(fold(_BRACKETED.sub(" ", name)).split())
    linking = kind("article") | kind("filiation") | kind("nobiliary")
    kept = tuple(token for token in tokens if token not in linking)
    return kept or tuple(tokens)


@lru_cache(maxsize=65536)
def surname(name: str) -> str:
    """The word a second mention would use: the family name where the order shows it, else the last word."""
    kept = words(name)
    if not kept:
        return ""
    if len(kept) in (2, 3) and kept[0] in kind("family_first") and kept[-1] not in kind("family_first"):
        return kept[0]
    return kept[-1]


@lru_cache(maxsize=65536)
def codes(name: str) -> frozenset[str]:
    """First letters and consonants of each word, for finding candidates: the same person shares at least one code."""
    return frozenset(spelling.consonants(spelling.sound(word))[:2] or word[:1] for word in words(name))


@lru_cache(maxsize=262144)
def score(first: str, second: str) -> float:
    """How surely two names are one person, 0 to 1; symmetric.

    Args:
        first: A name, full or a surname alone, titles allowed.
        second: Another name.

    Returns:
        1.0 for the same words, at least ``SAME`` for what an editor would take for one person of one article.
        ``score("Faisal al-Miqdad", "Mekdad")`` is above, ``score("Bashar al-Jaafari", "Ibrahim al-Jaafari")`` below.
    """
    if first > second:
        first, second = second, first
    return _score(first, second)


def same_person(first: str, second: str) -> bool:
    """Whether two names, used of the same party, are one person; a surname alone matches the full name."""
    return not codes(first).isdisjoint(codes(second)) and score(first, second) >= SAME


@lru_cache(maxsize=262144)
def _score(first: str, second: str) -> float:
    """Score of an ordered pair of names."""
    one, two = words(first), words(second)
    if not one or not two:
        return 0.0
    if one == two or "".join(one) == "".join(two):
        return 1.0
    if len(one) > len(two):
        one, two, first, second = two, one, second, first
    if len(one) == 1:
        return _score_single(one[0], two, second)
    return _score_full(one, two, first, second)


def _score_single(word: str, full: tuple[str, ...], name: str) -> float:
    """Score of a name of one word against a fuller name."""
    if len(full) == 1:
        return _boosted(word, full[0])
    joined = spelling.word_likeness(word, "".join(full))
    if joined >= JOINED_TOKEN:
        return joined
    # "Rodríguez" is Bruno Rodríguez Parrilla, but "Abdullah" is not Juma Abdullah Al Abadi.
    family = [part for part in full[1:-1] if not spelling.is_given(part)] + [full[-1]]
    in_family = max(_surname_likeness(word, part) for part in family)
    double = max((spelling.word_likeness(word, left + right) for left, right in itertools.pairwise(full)), default=0.0)
    in_given = spelling.word_likeness(word, full[0])
    # "Wang" is Wang Yi and "Tamim" is Tamim bin Hamad, but "Ibrahim" need not be Ibrahim al-Jaafari.
    goes_by_first = full[0] in kind("family_first") or bool(set(fold(name).split()) & kind("filiation"))
    return max(0.95 * max(in_family, double), (0.9 if goes_by_first else 0.7) * in_given)


def _boosted(first: str, second: str) -> float:
    """Likeness of two lone surnames, of which a newsroom that spells by ear may drop a letter: "Cholet", "Scholle"."""
    likeness = spelling.word_likeness(first, second)
    return max(likeness, 0.76) if likeness >= CLOSE_TOKEN and _alike_start(first, second) else likeness


def _alike_start(first: str, second: str) -> bool:
    """Whether two long words, as long as each other, begin with the same sound or with sounds often confused."""
    one, two = spelling.sound(first), spelling.sound(second)
    if min(len(one), len(two)) < spelling.MIN_FUZZY or abs(len(one) - len(two)) > 1:
        return False
    return one[0] == two[0] or frozenset((one[0], two[0])) in spelling.CHEAP


def _score_full(short: tuple[str, ...], long: tuple[str, ...], name: str, long_name: str) -> float:
    """Score of two names of two or more words: every word of the shorter needs its own in the longer."""
    plain = _aligned(short, long, long_name)
    if plain >= SAME:
        return plain
    variants = [(variant, long) for variant in _spaced(short, long)]
    variants += [(short, variant) for variant in _spaced(long, short)]
    return max([plain, _score_lineage(name, long_name), *(_aligned(one, two, long_name) for one, two in variants)])


def _score_lineage(one: str, other: str) -> float:
    """Score of two names that tell the father: "Faisal bin Farhan bin Abdullah" is Faisal bin Farhan Al Saud."""
    ours, theirs = _lineage(one), _lineage(other)
    if len(ours[0]) < 2 or len(theirs[0]) < 2 or (ours[1] and theirs[1]):
        return 0.0
    return min(spelling.word_likeness(a, b) for a, b in zip(ours[0], theirs[0], strict=False))


@lru_cache(maxsize=65536)
def _lineage(name: str) -> tuple[tuple[str, ...], str]:
    """The given name with the fathers told by "bin", and the house that follows."""
    tokens = _without_titles(fold(_BRACKETED.sub(" ", name)).split())
    line, rest = tokens[:1], tokens[1:]
    while len(rest) > 1 and rest[0] in kind("filiation"):
        line.append(rest[1])
        rest = rest[2:]
    return tuple(line), " ".join(rest)


def _aligned(short: tuple[str, ...], long: tuple[str, ...], long_name: str) -> float:
    """Score of one way to space two names."""
    if len(short) > len(long):
        short, long = long, short
    if len(short) == 1:
        return spelling.word_likeness(short[0], long[0]) if len(long) == 1 else 0.0
    pairs = sorted(
        (
            (_surname_likeness(a, b) if i and j else spelling.word_likeness(a, b), -abs(i - j), i, j)
            for i, a in enumerate(short)
            for j, b in enumerate(long)
        ),
        reverse=True,
    )
    taken: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for likeness, _, i, j in pairs:
        if i not in taken and j not in used and likeness > 0:
            taken[i] = (j, likeness)
            used.add(j)
    likenesses = sorted(taken[i][1] if i in taken else 0.0 for i in range(len(short)))
    weakest, strongest = likenesses[0], likenesses[-1]
    if strongest < SURE_TOKEN:
        return 0.5 * strongest
    if weakest < SURE_TOKEN:
        return _with_weak_word(short, long, taken, weakest)
    total = sum(likenesses) / len(likenesses)
    return total * _order_factor(taken, len(short), len(long), long_name)


def _with_weak_word(
    short: tuple[str, ...], long: tuple[str, ...], taken: dict[int, tuple[int, float]], weakest: float
) -> float:
    """Score when one word finds no sure partner: a stray middle name is forgiven, a stray first or last name is not."""
    weak = [i for i in range(len(short)) if i not in taken or taken[i][1] < SURE_TOKEN]
    surname_only = len(weak) == 1 and weak[0] > 0
    if weakest >= CLOSE_TOKEN and surname_only and _alike_start(short[weak[0]], long[taken[weak[0]][0]]):
        return 0.78
    ends_meet = taken.get(0, (-1, 0.0))[0] == 0 and taken.get(len(short) - 1, (-1, 0.0))[0] == len(long) - 1
    inner = all(0 < i < len(short) - 1 for i in weak)
    if inner and ends_meet and len(weak) == 1 and len(short) >= 4:
        return 0.76
    return 0.5 * (1 + weakest) / 2


def _order_factor(taken: dict[int, tuple[int, float]], short: int, long: int, long_name: str) -> float:
    """Less than one where the words agree but stand for another person: the son of Abdulrahman is not Abdulrahman."""
    order = [taken[i][0] for i in range(short)]
    rotated = (short == long and order == [*range(1, long), 0]) or order == [long - 1, *range(long - 1)]
    ordered = order == sorted(order)
    if not ordered and (not rotated or _is_arabic(long_name)):
        return 0.7
    if order[0] == 0 or rotated:
        return 1.0 if short == long else 0.97
    # "Javad Zarif" is Mohammad Javad Zarif; but what stands after "bin" is the father.
    return 0.6 if _is_father(long_name, order[0]) else 0.85


def _is_arabic(name: str) -> bool:
    """Whether the name has "al-" or "bin" in it: Saleh al-Sadeq is not Sadeq al-Saleh, while Park Jin is Jin Park."""
    return any(token in kind("article") or token in kind("filiation") for token in fold(name).split())


def _is_father(name: str, index: int) -> bool:
    """Whether "bin" or its like stands before the word of that index among ``words(name)``."""
    folded = fold(name).split()
    position = folded.index(words(name)[index]) if index < len(words(name)) and words(name)[index] in folded else 0
    return any(token in kind("filiation") for token in folded[:position])


def _spaced(parts: tuple[str, ...], other: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The name with two neighbours run together where the other name has them as one: "Abdul Rahman", "Abdulrahman"."""
    if len(parts) < 3:
        return []
    joined = [(i, parts[i] + parts[i + 1]) for i in range(len(parts) - 1)]
    return [
        (*parts[:i], word, *parts[i + 2 :])
        for i, word in joined
        if any(spelling.word_likeness(word, whole) >= JOINED_TOKEN for whole in other)
    ]


def _surname_likeness(first: str, second: str) -> float:
    """Likeness of two words, or of what is left when an article is glued to one of them: "Almiqdad"."""
    plain = spelling.word_likeness(first, second)
    if plain >= SURE_TOKEN:
        return plain
    bare = [word[2:] if len(word) > 5 and word[:2] in {"al", "el"} else word for word in (first, second)]
    return plain if bare == [first, second] else max(plain, 0.97 * spelling.word_likeness(bare[0], bare[1]))


def _without_titles(tokens: list[str]) -> list[str]:
    """Tokens without honorifics in front and suffixes behind; at least one stays."""
    honorifics = kind("honorific")
    while len(tokens) > 1:
        size = next((n for n in (3, 2, 1) if n < len(tokens) and " ".join(tokens[:n]) in honorifics), 0)
        if not size:
            break
        tokens = tokens[size:]
    while len(tokens) > 1 and tokens[-1] in kind("suffix"):
        tokens = tokens[:-1]
    return tokens


@lru_cache(maxsize=16)
def kind(of: str) -> frozenset[str]:
    """The words of one kind in ``lexicon/name_words.csv``: ``kind("honorific")``."""
    return frozenset(row["word"] for row in spelling.register("name_words.csv") if row["kind"] == of)
