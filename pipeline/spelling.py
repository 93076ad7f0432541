"""Words of names letter by letter: how alike are two spellings of what may be one name?

Given names are looked up in a register of spellings first (``lexicon/given_names.csv``); what is not there is compared
by sound, with costs that are small where transliterations vary (vowels, q/k, z/s, doubled letters) and full elsewhere.
"""

from __future__ import annotations

import csv
import itertools
import math
import re
from functools import lru_cache
from pathlib import Path

LEXICON = Path(__file__).parent / "lexicon"

MIN_FUZZY = 4
"""Words of fewer sounds must agree exactly: "Jong-un" is not "Jong-il", "Xi" is not "Li"."""

LEAST = 0.65
"""Words less alike than this are different words, as good as nothing in common; no verdict on names looks below it."""

# Spellings of one sound, longest first; applied in this order to a folded word.
_SOUNDS: tuple[tuple[str, str], ...] = (
    ("tsch", "C"),
    ("shch", "S"),
    ("sch", "S"),
    ("dzh", "j"),
    ("tch", "C"),
    ("ch", "C"),
    ("sh", "S"),
    ("zh", "j"),
    ("dj", "j"),
    ("kh", "x"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("ck", "k"),
    ("qu", "k"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ij", "i"),
    ("iy", "i"),
    ("yi", "i"),
    ("yy", "i"),
    ("ey", "ai"),
    ("ei", "ai"),
    ("ay", "ai"),
    ("q", "k"),
    ("w", "v"),
    ("y", "i"),
    ("tz", "c"),
    ("ts", "c"),
)
_VOWELS = frozenset("aeiou")
CHEAP: dict[frozenset[str], float] = {
    frozenset("ae"): 0.25,
    frozenset("ei"): 0.25,
    frozenset("ou"): 0.15,
    frozenset("ao"): 0.4,
    frozenset("eo"): 0.5,
    frozenset("io"): 0.7,
    frozenset("sz"): 0.3,
    frozenset("dt"): 0.5,
    frozenset("bp"): 0.5,
    frozenset("fv"): 0.4,
    frozenset("gk"): 0.5,
    frozenset("gj"): 0.4,
    frozenset("ij"): 0.3,
    frozenset("CS"): 0.3,
    frozenset("kx"): 0.3,
    frozenset("hx"): 0.3,
    frozenset("gx"): 0.5,
    frozenset("cs"): 0.4,
    frozenset("cz"): 0.4,
    frozenset("ck"): 0.3,
    frozenset("Cc"): 0.4,
    frozenset("Cj"): 0.5,
    frozenset("jS"): 0.5,
}
_SWAPS = {
    one: {other: cost for pair, cost in CHEAP.items() if one in pair for other in pair - {one}}
    for one in "".join(map("".join, CHEAP))
}
_NO_SWAPS: dict[str, float] = {}
_DROP = 1.3
"""What it costs to leave a letter out, but for those that come and go from spelling to spelling."""
_DROPS = {**dict.fromkeys(_VOWELS, 0.4), "h": 0.3, "j": 0.5, "t": 0.8}


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A word with one sign for what is heard alike: ``mukhtaar`` and ``mukhtar`` come out the same."""
    text = word
    for spelling, symbol in _SOUNDS:
        text = text.replace(spelling, symbol)
    if len(text) > 3 and text.endswith("h") and text[-2] in _VOWELS:
        text = text[:-1]
    return re.sub(r"(.)\1+", r"\1", text)


@lru_cache(maxsize=262144)
def word_likeness(first: str, second: str) -> float:
    """How alike two words of names are, 0 to 1: register of given names first, then sounds letter by letter."""
    if first == second:
        return 1.0
    if len(first) == 1 or len(second) == 1:
        return 0.85 if first[:1] == second[:1] else 0.0
    known = _given_names()
    if first in known and second in known:
        return 1.0 if known[first] == known[second] else 0.3
    one, two = sound(first), sound(second)
    if one == two:
        return 0.97
    if min(len(one), len(two)) < MIN_FUZZY or abs(len(one) - len(two)) > 3:
        return 0.0
    mean = (len(one) + len(two)) / 2
    likeness = 1.0 - _distance(one, two, (1.0 - LEAST) * mean) / mean
    return likeness if likeness >= LEAST else 0.0


def _distance(first: str, second: str, most: float) -> float:
    """Edit distance in which what transliterators disagree about is cheap; infinite once it must exceed ``most``."""
    drops = [_DROPS.get(symbol, _DROP) for symbol in second]
    row = list(itertools.accumulate(drops, initial=0.0))
    for i, a in enumerate(first):
        drop, swaps = _DROPS.get(a, _DROP), _SWAPS.get(a, _NO_SWAPS)
        corner, last = row[0], row[0] + drop
        row[0] = last
        for j, b in enumerate(second):
            swap = 0.0 if a == b else swaps.get(b, 1.0)
            if swap and not i and not j and a not in _VOWELS:
                swap = max(swap, 0.5)
            above = row[j + 1]
            last = min(corner + swap, above + drop, last + drops[j])
            corner, row[j + 1] = above, last
        if min(row) > most:
            return math.inf
    return row[-1]


def consonants(word: str) -> str:
    """The letters that transliterations keep, voiced and unvoiced as one."""
    bare = "".join(letter for letter in word if letter not in "aeiouhj")
    return re.sub(r"(.)\1+", r"\1", bare.translate(str.maketrans("zdbvgxCc", "stpfkkSs")))


def is_given(word: str) -> bool:
    """Whether a folded word is a spelling of a given name of the register."""
    return word in _given_names()


@lru_cache(maxsize=1)
def _given_names() -> dict[str, str]:
    """Spelling → given name, from ``given_names.csv``."""
    return {spelling: row["name"] for row in register("given_names.csv") for spelling in row["spellings"].split(";")}


def register(file: str) -> list[dict[str, str]]:
    """Rows of one lexicon file of name words, comments skipped."""
    lines = (LEXICON / file).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if line and not line.startswith("#")))
