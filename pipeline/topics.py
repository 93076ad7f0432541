"""What a meeting dealt with: topics of the closed list, from the sentences that tell of it.

The words stand in ``lexicon/topics.toml``; its head says how a pattern is written.
A sentence counts by what it does: it tells what was discussed, a side speaks in it, or it is the paper's background.
A topic is found when its evidence over all sentences of the meeting reaches :data:`THRESHOLD`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline import errors, lexicon, tokens
from pipeline.lexicon.phrases import PhraseBook
from pipeline.records import TopicHit

THRESHOLD = 0.5
"""From here a topic is told: one phrase anywhere but in background, or one word where the sentence tells an agenda."""
PHRASE, WORD_DISCUSSED, WORD_STATED, WORD_PLAIN = 0.8, 0.6, 0.4, 0.25
"""How much one wording says; a bare word needs the sentence's help, and two of them make up for it."""
AGENDA, STATEMENT, PLAIN, BACKGROUND = 1.0, 0.95, 0.85, 0.4
"""How much a sentence says of the meeting; one phrase in a background sentence stays below the threshold."""

Act = Literal["agenda", "statement", "plain", "background"]
_WEIGHT: Mapping[Act, float] = {"agenda": AGENDA, "statement": STATEMENT, "plain": PLAIN, "background": BACKGROUND}
_WORD: Mapping[Act, float] = {
    "agenda": WORD_DISCUSSED,
    "statement": WORD_STATED,
    "plain": WORD_PLAIN,
    "background": WORD_PLAIN,
}

_HIDDEN, _ORGANISATION = "\0", "\1"
_GAP = r"(?:['’]s)?[^\w\x00\x01]+"
_ANY = r"(?:\w+|\x01+)"
_GAPS: Mapping[str, str] = {"..": "3", "...": "6", "....": "12"}
_ELEMENT = re.compile(r"\.{2,4}|=?[\w']+\*?|[()\[\]|,]|\{\w+\}|\S")


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic with its wordings, ready to be looked for."""

    topic: str
    label: str
    description: str
    plover_context: str
    phrases: re.Pattern[str]
    words: re.Pattern[str]
    never: re.Pattern[str]


@dataclass(frozen=True, eq=False)
class TopicBook(Mapping[str, Topic]):
    """The closed list by topic id, with the cues and masks all topics share."""

    topics: Mapping[str, Topic]
    discussed: re.Pattern[str]
    stated: re.Pattern[str]
    background: re.Pattern[str]
    masked: re.Pattern[str]
    organisations: PhraseBook[bool] = field(repr=False)

    def __getitem__(self, topic: str) -> Topic:
        return self.topics[topic]

    def __iter__(self) -> Iterator[str]:
        return iter(self.topics)

    def __len__(self) -> int:
        return len(self.topics)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


class _Evidence(NamedTuple):
    """What one sentence says for one topic, and the words that say it most clearly (offsets in the sentence)."""

    weight: float
    start: int
    end: int


def compile_pattern(pattern: str, groups: Mapping[str, str] | None = None) -> str:
    """Turn a pattern of ``topics.toml`` into a regular expression on folded text.

    Args:
        pattern: Such as ``"(lift*|end) .. sanction*"``.
        groups: The named groups it may use.

    Returns:
        The expression, matching whole words.

    Raises:
        LexiconError: An unknown group or unbalanced brackets.
    """
    for _ in range(3):  # a group may use groups
        for name, words in (groups or {}).items():
            pattern = pattern.replace("{" + name + "}", words)
    folded = tokens.normalise(pattern).replace("-", " ")
    if "{" in folded:
        raise errors.LexiconError(f"topics.toml: {pattern!r} names a group that is not there; add it to [groups]")
    items = [item for item in _ELEMENT.findall(re.sub(r"\bORG\b", "ORG", _keep_org(pattern, folded))) if item != ","]
    expression, rest = _sequence(items)
    if rest:
        raise errors.LexiconError(f"topics.toml: {pattern!r} has a bracket too many; balance the brackets")
    return expression


def _keep_org(pattern: str, folded: str) -> str:
    return re.sub(r"\borg\b", "ORG", folded) if "ORG" in pattern else folded


def _sequence(items: list[str]) -> tuple[str, list[str]]:
    """Alternatives of sequences, up to a closing bracket that is left in the rest."""
    alternatives: list[str] = []
    parts: list[tuple[str, str]] = []
    while items and items[0] not in (")", "]"):
        item, items = items[0], items[1:]
        if item == "|":
            alternatives.append(_join(parts))
            parts = []
        elif item in ("(", "["):
            inner, items = _sequence(items)
            if not items:
                raise errors.LexiconError(
                    f"topics.toml: a bracket is never closed near {inner!r}; balance the brackets"
                )
            items = items[1:]
            parts.append(("optional" if item == "[" else "word", f"(?:{inner})"))
        elif item in _GAPS:
            parts.append(("gap", _GAPS[item]))
        else:
            parts.append(("word", _word(item)))
    alternatives.append(_join(parts))
    return "|".join(alternatives), items


def _join(parts: Sequence[tuple[str, str]]) -> str:
    """One sequence: gaps between its words, an optional word taking its gap along."""
    text, needs_gap = "", False
    for kind, value in parts:
        if kind == "gap":
            text += rf"(?:{_GAP}{_ANY}){{0,{value}}}" if needs_gap else rf"(?:{_ANY}{_GAP}){{0,{value}}}"
        elif kind == "optional":
            text += f"(?:{_GAP}{value})?" if needs_gap else f"(?:{value}{_GAP})?"
        else:
            text += (_GAP if needs_gap else "") + value
            needs_gap = True
    return text


def _word(item: str) -> str:
    """One word: exact (``=mou``), as a beginning (``econom*``), or with a plural ending."""
    if item == "ORG":
        return _ORGANISATION + "+"
    if item.startswith("="):
        return re.escape(item[1:])
    if item.endswith("*"):
        return re.escape(item[:-1]) + r"\w*"
    if len(item) < 3 or not item.isalpha() or item.endswith("s"):
        return re.escape(item)
    return re.escape(item[:-1]) + "(?:y|ies)" if item.endswith("y") else re.escape(item) + "(?:s|es)?"


def _any_of(patterns: Sequence[str], groups: Mapping[str, str], *, ahead: bool = False) -> re.Pattern[str]:
    """One expression for many patterns; ``ahead`` finds them from every position, so that one cannot hide another."""
    if not patterns:
        return re.compile(r"(?!)")
    alternatives = "|".join(compile_pattern(pattern, groups) for pattern in patterns)
    expression = rf"(?:{alternatives})(?!\w)"
    return re.compile(rf"(?<!\w)(?=({expression}))" if ahead else rf"(?<!\w){expression}")


@lru_cache(maxsize=4)
def load(paths: tuple[Path, ...] = ()) -> TopicBook:
    """Read the closed list with its wordings.

    Args:
        paths: Folders of the user's own lexicon files; their ``topics.toml`` adds topics and wordings.

    Returns:
        The topics by id; the same object for the same folders.

    Raises:
        LexiconError: A pattern or an entry breaks the format.
    """
    listed = lexicon.toml("topics.toml", paths)
    portfolios = [
        name
        for row, _ in lexicon.rows("portfolios.csv", paths)
        for name in (row["portfolio"], *lexicon.split(row["aliases"]))
    ]
    portfolios.sort(key=lambda name: (-len(name), name))
    groups = {name: f"({'|'.join(words)})" for name, words in listed.get("groups", {}).items()}
    groups["portfolio"] = f"({'|'.join(portfolios)})".replace(" and ", " and [the] ")
    cues = listed.get("cues", {})
    organisations: PhraseBook[bool] = PhraseBook()
    for row, _ in lexicon.rows("organisations.csv", paths):
        for name in (row["name"], *lexicon.split(row["aliases"])):
            organisations.add(name, name.isupper())
    topics: dict[str, Topic] = {}
    for topic, entry in listed.get("topics", {}).items():
        missing = [key for key in ("label", "description", "phrases") if not entry.get(key)]
        if missing:
            raise errors.LexiconError(f"topics.toml: topics.{topic} has no {missing[0]}; every topic needs it")
        topics[topic] = Topic(
            topic,
            entry["label"],
            entry["description"],
            entry.get("plover_context", ""),
            _any_of(entry["phrases"], groups),
            _any_of(entry.get("words", ()), groups),
            _any_of(entry.get("never", ()), groups, ahead=True),
        )
    return TopicBook(
        topics,
        _any_of(cues.get("discussed", ()), groups),
        _any_of(cues.get("stated", ()), groups),
        _any_of(cues.get("background", ()), groups),
        _any_of(listed.get("masks", {}).get("phrases", ()), groups, ahead=True),
        organisations,
    )


def find(
    sentences: Sequence[tuple[str, int]],
    lexicon_topics: TopicBook,
    hidden: Sequence[tuple[int, int]] = (),
) -> tuple[TopicHit, ...]:
    """Find the topics of one meeting.

    Args:
        sentences: The sentences that tell of this meeting, each with its first character in the cleaned text.
        lexicon_topics: What :func:`load` gave.
        hidden: Spans of the cleaned text whose words mean no topic (titles, names of persons).

    Returns:
        The topics, by id, each once, with the words that say so most clearly (characters of the cleaned text).
    """
    found: dict[str, tuple[float, float, int, int]] = {}
    for text, offset in sentences:
        local = tuple(
            (start - offset, end - offset) for start, end in hidden if start < offset + len(text) and end > offset
        )
        for topic, evidence in _read(text, local, lexicon_topics).items():
            doubt, best, start, end = found.get(topic, (1.0, 0.0, 0, 0))
            if evidence.weight > best:
                best, start, end = evidence.weight, evidence.start + offset, evidence.end + offset
            found[topic] = (doubt * (1 - evidence.weight), best, start, end)
    return tuple(
        TopicHit(topic, round(1 - doubt, 3), start, end)
        for topic, (doubt, _, start, end) in sorted(found.items())
        if 1 - doubt >= THRESHOLD
    )


def fold(text: str) -> str:
    """Lower case without accents, one character for each, so that offsets stay."""
    return "".join(
        (tokens.normalise(character) or character)[:1] if ord(character) > 127 else character
        for character in text.lower()
    )


@lru_cache(maxsize=4096)
def _read(text: str, hidden: tuple[tuple[int, int], ...], book: TopicBook) -> Mapping[str, _Evidence]:
    """What one sentence says for each topic it has words of."""
    folded = _masked(text, hidden, book)
    act = _act(folded, book)
    found: dict[str, _Evidence] = {}
    for topic in book.topics.values():
        own = _blank(topic.never, folded)
        doubt, best = 1.0, _Evidence(0.0, 0, 0)
        if phrase := topic.phrases.search(own):
            best = _Evidence(PHRASE * _WEIGHT[act], phrase.start(), phrase.end())
            doubt *= 1 - best.weight
        said: set[str] = set()
        for word in topic.words.finditer(own):
            if word.group() not in said and not (best.start <= word.start() < best.end):
                said.add(word.group())
                weight = _WORD[act] * _WEIGHT[act]
                doubt *= 1 - weight
                if weight > best.weight:
                    best = _Evidence(weight, word.start(), word.end())
        if best.weight:
            found[topic.topic] = best._replace(weight=1 - doubt)
    return found


def _act(folded: str, book: TopicBook) -> Act:
    """What a sentence does."""
    if book.background.search(folded):
        return "background"
    if book.discussed.search(folded):
        return "agenda"
    return "statement" if book.stated.search(folded) else "plain"


def _masked(text: str, hidden: Sequence[tuple[int, int]], book: TopicBook) -> str:
    """The folded sentence with titles and set names blanked and organisations marked."""
    folded = fold(text)
    words = tokens.words(text)
    norms = [word.norm for word in words]
    position = 0
    while position < len(words):
        match = book.organisations.match_at(norms, position, len(words))
        if match and (
            words[position].is_capital
            and (text[words[position].start : words[match[0] - 1].end].isupper() or not all(match[1]))
        ):
            start, end = words[position].start, words[match[0] - 1].end
            folded = folded[:start] + _ORGANISATION * (end - start) + folded[end:]
            position = match[0]
        else:
            position += 1
    for start, end in hidden:
        begin, stop = max(0, start), min(len(folded), end)
        folded = folded[:begin] + _HIDDEN * (stop - begin) + folded[stop:]
    return _blank(book.masked, folded)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with every match of a looking-ahead pattern hidden, also where two of them overlap."""
    for match in pattern.finditer(text):
        text = text[: match.start(1)] + _HIDDEN * len(match.group(1)) + text[match.end(1) :]
    return text
