"""The closed list of topics with its wordings, ready to be looked for: what ``topics.toml`` of the lexicon becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline import errors, lexicon
from pipeline.lexicon import patterns
from pipeline.lexicon.patterns import Index, Possible, Wordings
from pipeline.lexicon.phrases import PhraseBook

_ABBREVIATION = 3
"""Names of countries no longer than this are abbreviations that mean other things in lower case ("us")."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic with its wordings, ready to be looked for."""

    topic: str
    label: str
    description: str
    plover_context: str
    phrases: Wordings
    words: Wordings
    never: Wordings


@dataclass(frozen=True, eq=False)
class TopicBook(Mapping[str, Topic]):
    """The closed list by topic id, with the cues and masks all topics share."""

    topics: Mapping[str, Topic]
    discussed: Wordings
    dwelt: Wordings
    stated: Wordings
    background: Wordings
    earlier: Wordings
    profile: Wordings
    apart: Wordings
    back: Wordings
    masked: Wordings
    titles: re.Pattern[str]
    organisations: PhraseBook[Name] = field(repr=False)
    index: Index = field(repr=False)
    """Of all wordings."""

    def among(self, possible: Possible) -> list[Topic]:
        """The topics of which a sentence may say something, in the order of the list."""
        return [topic for topic in self.topics.values() if topic.phrases in possible or topic.words in possible]

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


class Name(NamedTuple):
    """A name of an organisation.

    ``is_upper``: only capitals count ("WHO", "ECO").
    ``is_telling``: the name itself may tell a topic ("OPEC"), as "World Health Organization" may not.
    """

    is_upper: bool
    is_telling: bool


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
        name: Wordings(listed.get("cues", {}).get(name, ()), groups, f"topics.toml, cues.{name}")
        for name in ("discussed", "dwelt", "stated", "background", "earlier", "profile", "apart", "back")
    }
    masks = listed.get("masks", {})
    topics = {topic: _topic(topic, entry, groups) for topic, entry in listed.get("topics", {}).items()}
    masked = Wordings(masks.get("phrases", ()), groups, "topics.toml, masks.phrases", ahead=True)
    of_topics = (wordings for topic in topics.values() for wordings in (topic.phrases, topic.words, topic.never))
    return TopicBook(
        topics,
        **cues,
        masked=masked,
        titles=_titles(masks.get("heads", ())),
        organisations=_organisations(paths, masks.get("telling", ())),
        index=Index((*cues.values(), masked, *of_topics)),
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
        Wordings(listed["phrases"], groups, f"{where}.phrases"),
        Wordings(listed["words"], groups, f"{where}.words"),
        Wordings(listed["never"], groups, f"{where}.never", ahead=True),
    )


def _titles(heads: Sequence[str]) -> re.Pattern[str]:
    """Words in capitals that go with "Minister": "Minister of Tourism and Culture", "Trade and Health Minister".

    Ministries are named at each country's pleasure, so that no list of portfolios is complete.
    """
    if not heads:
        return re.compile(r"(?!)")
    head = rf"(?:{'|'.join(head.capitalize() for head in heads)})"
    word = r"[^\W\d_a-z][\w'’-]*"
    run = rf"{word}(?:(?:,? (?:and|of|for|&) (?:the )?|, | ){word}){{0,11}}"
    return re.compile(rf"\b(?:{run} )?(?P<field>{head}\b(?: (?:of|for|on) (?:the )?{run})?)")


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


def _organisations(paths: tuple[Path, ...], telling: Sequence[str]) -> PhraseBook[Name]:
    """Names of organisations. Movements are left out: "Palestinian factions" is what a meeting is about."""
    book: PhraseBook[Name] = PhraseBook()
    kept = {patterns.fold(name).replace("-", " ") for name in telling}
    for row, _ in lexicon.rows("organisations.csv", paths):
        for name in (row["name"], *lexicon.split(row["aliases"])):
            if row["party_type"] != "group":
                plain = patterns.fold(name).replace("-", " ")
                book.add(name, Name(name.isupper(), " " not in plain or plain in kept))
    return book
