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
from pipeline.lexicon import patterns
from pipeline.lexicon.phrases import PhraseBook
from pipeline.records import TopicHit

THRESHOLD = 0.5
"""From here a topic is told: one phrase anywhere but in background, or one word where the sentence tells an agenda."""
PHRASE = 0.8
"""How much a phrase says that names its topic by itself."""

_ABBREVIATION = 3
"""Names of countries no longer than this are abbreviations that mean other things in lower case ("us")."""

Act = Literal["agenda", "statement", "plain", "background"]
_SENTENCE: Mapping[Act, float] = {"agenda": 1.0, "statement": 0.95, "plain": 0.85, "background": 0.4}
"""How much a sentence says of the meeting; one phrase in a background sentence stays below the threshold."""
_WORD: Mapping[Act, float] = {"agenda": 0.6, "statement": 0.4, "plain": 0.25, "background": 0.1}
"""How much a bare word says ("health"): enough in an agenda; of a side's sentence it takes two."""


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
    dwelt: re.Pattern[str]
    stated: re.Pattern[str]
    background: re.Pattern[str]
    earlier: re.Pattern[str]
    masked: re.Pattern[str]
    organisations: PhraseBook[_Name] = field(repr=False)

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


class _Name(NamedTuple):
    """A name of an organisation.

    ``is_upper``: only capitals count ("WHO", "ECO").
    ``is_telling``: the name itself may tell a topic ("OPEC"), as "World Health Organization" may not.
    """

    is_upper: bool
    is_telling: bool


class _Evidence(NamedTuple):
    """What one sentence says for one topic, and the words that say it most clearly (offsets in the sentence)."""

    weight: float
    start: int
    end: int


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
    groups = {name: f"({'|'.join(words)})" for name, words in listed.get("groups", {}).items()}
    groups["portfolio"] = f"({'|'.join(_portfolios(paths))})"
    groups["country_name"] = f"({'|'.join(_countries(paths))})"
    cues = {
        name: patterns.any_of(listed.get("cues", {}).get(name, ()), groups, f"topics.toml, cues.{name}")
        for name in ("discussed", "dwelt", "stated", "background", "earlier")
    }
    masks = listed.get("masks", {})
    return TopicBook(
        {topic: _topic(topic, entry, groups) for topic, entry in listed.get("topics", {}).items()},
        **cues,
        masked=patterns.any_of(masks.get("phrases", ()), groups, "topics.toml, masks.phrases", ahead=True),
        organisations=_organisations(paths, masks.get("telling", ())),
    )


def _topic(topic: str, entry: Mapping[str, object], groups: Mapping[str, str]) -> Topic:
    for key in ("label", "description", "phrases"):
        if not entry.get(key):
            raise errors.LexiconError(f"topics.toml: topics.{topic} has no {key}; every topic needs it")
    listed: dict[str, list[str]] = {}
    for key in ("phrases", "words", "never"):
        value = entry.get(key, [])
        if not isinstance(value, list):
            raise errors.LexiconError(f'topics.toml: topics.{topic}.{key} is no list; write it as ["...", "..."]')
        listed[key] = value
    where = f"topics.toml, topics.{topic}"
    return Topic(
        topic,
        str(entry["label"]),
        str(entry["description"]),
        str(entry.get("plover_context", "")),
        patterns.any_of(listed["phrases"], groups, f"{where}.phrases"),
        patterns.any_of(listed["words"], groups, f"{where}.words"),
        patterns.any_of(listed["never"], groups, f"{where}.never", ahead=True),
    )


def _portfolios(paths: tuple[Path, ...]) -> list[str]:
    """Names of ministries' fields, the longest first, "and" with or without "the" after it."""
    names = {
        patterns.fold(name)
        for row, _ in lexicon.rows("portfolios.csv", paths)
        for name in (row["portfolio"], *lexicon.split(row["aliases"]))
    }
    return [name.replace(" and ", " and [the] ") for name in sorted(names, key=lambda name: (-len(name), name))]


def _countries(paths: tuple[Path, ...]) -> list[str]:
    """Names of countries, the longest first: a list of them after "discussed" is regional and world affairs."""
    names = {
        patterns.fold(name).replace("-", " ")
        for row, _ in lexicon.rows("countries.csv", paths)
        for name in (row["name"], *lexicon.split(row["aliases"]))
    }
    plain = {name for name in names if name.replace(" ", "").isalpha() and len(name) > _ABBREVIATION}
    return sorted(plain, key=lambda name: (-len(name), name))


def _organisations(paths: tuple[Path, ...], telling: Sequence[str]) -> PhraseBook[_Name]:
    """Names of organisations. Movements are left out: "Palestinian factions" is what a meeting is about."""
    book: PhraseBook[_Name] = PhraseBook()
    kept = {patterns.fold(name).replace("-", " ") for name in telling}
    for row, _ in lexicon.rows("organisations.csv", paths):
        for name in (row["name"], *lexicon.split(row["aliases"])):
            if row["party_type"] != "group":
                plain = patterns.fold(name).replace("-", " ")
                book.add(name, _Name(name.isupper(), " " not in plain or plain in kept))
    return book


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
        ``"They discussed fisheries"`` gives ``economy_trade``; ``"the Minister of Fisheries was present"`` gives none.
    """
    found: dict[str, tuple[float, float, int, int]] = {}
    for text, offset in sentences:
        local = tuple(
            (start - offset, end - offset) for start, end in hidden if start - offset < len(text) and end > offset
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


@lru_cache(maxsize=4096)
def _read(text: str, hidden: tuple[tuple[int, int], ...], book: TopicBook) -> Mapping[str, _Evidence]:
    """What one sentence says for each topic it has words of."""
    readings = _masked(text, hidden, book)
    act = _act(readings[0], book)
    found: dict[str, _Evidence] = {}
    for topic in book.topics.values():
        evidence = max((_weigh(reading, act, topic) for reading in readings), key=lambda e: e.weight)
        if evidence.weight:
            found[topic.topic] = evidence
    return found


def _weigh(folded: str, act: Act, topic: Topic) -> _Evidence:
    """What a folded sentence says for one topic."""
    own = patterns.blank(topic.never, folded)
    doubt, best = 1.0, _Evidence(0.0, 0, 0)
    if phrase := topic.phrases.search(own):
        best = _Evidence(PHRASE * _SENTENCE[act], phrase.start(), phrase.end())
        doubt = 1 - best.weight
    said: set[str] = set()
    for word in topic.words.finditer(own):
        if word.group() not in said and not best.start <= word.start() < best.end:
            said.add(word.group())
            weight = _WORD[act] * _SENTENCE[act]
            doubt *= 1 - weight
            best = max(best, _Evidence(weight, word.start(), word.end()), key=lambda e: e.weight)
    return best._replace(weight=1 - doubt)


def _act(folded: str, book: TopicBook) -> Act:
    """What a sentence does. What was discussed is no background: "discussed the war that broke out in 2014"."""
    if book.earlier.search(folded):
        return "background"
    if book.discussed.search(folded):
        return "agenda"
    if book.background.search(folded):
        return "background"
    if book.dwelt.search(folded):
        return "agenda"
    return "statement" if book.stated.search(folded) else "plain"


def _masked(text: str, hidden: Sequence[tuple[int, int]], book: TopicBook) -> tuple[str, ...]:
    """The folded sentence with titles and set names blanked and organisations marked.

    Where an organisation's name may itself tell a topic there is a second reading that keeps such names.
    """
    marked = kept = patterns.fold(text)
    words = tokens.words(text)
    norms = [word.norm for word in words]
    position = 0
    while position < len(words):
        match = book.organisations.match_at(norms, position, len(words)) if words[position].is_capital else None
        start, position = words[position].start, position + 1
        if match is not None:
            end = words[match[0] - 1].end
            names = [name for name in match[1] if not name.is_upper or text[start:end].isupper()]
            if names:
                mark = patterns.ORGANISATION * (end - start)
                marked = marked[:start] + mark + marked[end:]
                kept = kept if names[0].is_telling else kept[:start] + mark + kept[end:]
                position = match[0]
    return tuple(patterns.blank(book.masked, _hide(reading, hidden)) for reading in dict.fromkeys((marked, kept)))


def _hide(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in ((max(0, start), min(len(text), end)) for start, end in spans):
        text = text[:start] + patterns.HIDDEN * (end - start) + text[end:]
    return text
