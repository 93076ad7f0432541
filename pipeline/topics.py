"""What a meeting dealt with: topics of the closed list, from the sentences that tell of it.

The words stand in ``lexicon/topics.toml``; its head says how a pattern is written.
A sentence counts by what it does: it tells what was discussed, a side speaks in it, or it is the paper's background.
A topic is found when its evidence over all sentences of the meeting reaches :data:`THRESHOLD`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline import tokens
from pipeline.lexicon import patterns, topic_book
from pipeline.records import TopicHit

THRESHOLD = 0.5
"""From here a topic is told: one phrase anywhere but in background, or one word where the sentence tells an agenda."""
PHRASE = 0.8
"""How much a phrase says that names its topic by itself."""

_SHORT, _CAPITALS = 3, 0.85
"""Above this share of capitals among longer words a sentence of more than so many of them is a headline."""

SENTENCES = 128
"""As many of an article's sentences are remembered: one may tell of several of its meetings."""

Act = Literal["agenda", "statement", "plain", "background", "apart"]
_SENTENCE: Mapping[Act, float] = {
    "agenda": 1.0,
    "statement": 0.95,
    "plain": 0.85,
    "background": 0.4,
    "apart": 0.2,
}
"""How much a sentence says of the meeting; one phrase in a background sentence stays below the threshold."""
_WORD: Mapping[Act, float] = {
    "agenda": 0.6,
    "statement": 0.4,
    "plain": 0.25,
    "background": 0.1,
    "apart": 0.0,
}
"""How much a bare word says ("health"): enough in an agenda; of a side's sentence it takes two."""


class _Sentence(NamedTuple):
    """A sentence folded, its readings (see :func:`_marked`), and the patterns that any of them may hold."""

    folded: str
    readings: tuple[str, ...]
    possible: patterns.Possible


class _Evidence(NamedTuple):
    """What one sentence says for one topic, and the words that say it most clearly (offsets in the sentence)."""

    weight: float
    start: int
    end: int


def load(paths: tuple[Path, ...] = ()) -> topic_book.TopicBook:
    """Read the closed list with its wordings and those of the user's own folders: :func:`topic_book.load`."""
    return topic_book.load(paths)


def find(
    sentences: Sequence[tuple[str, int]],
    lexicon_topics: topic_book.TopicBook,
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
    is_apart = False
    for number, (text, offset) in enumerate(sentences):
        local = tuple(
            (start - offset, end - offset) for start, end in hidden if start - offset < len(text) and end > offset
        )
        turn = _turn(_sentence(text, lexicon_topics), lexicon_topics)
        if turn == "back":
            is_apart = False
        elif number and turn == "apart":
            is_apart = True
        for topic, evidence in _read(text, local, lexicon_topics, is_apart).items():
            doubt, best, start, end = found.get(topic, (1.0, 0.0, 0, 0))
            if evidence.weight > best:
                best, start, end = evidence.weight, evidence.start + offset, evidence.end + offset
            found[topic] = (doubt * (1 - evidence.weight), best, start, end)
    return tuple(
        TopicHit(topic, round(1 - doubt, 3), start, end)
        for topic, (doubt, _, start, end) in sorted(found.items())
        if 1 - doubt >= THRESHOLD
    )


@lru_cache(maxsize=SENTENCES)
def _sentence(text: str, book: topic_book.TopicBook) -> _Sentence:
    """A sentence as it is looked at, whoever may be hidden in it."""
    folded = patterns.fold(text)
    readings = _marked(text, folded, book)
    return _Sentence(folded, readings, book.index.possible(" ".join((folded, *readings))))


def _turn(sentence: _Sentence, book: topic_book.TopicBook) -> Literal["apart", "back"] | None:
    """Whether a sentence turns to another event, or back to the meeting."""
    if book.back.search(sentence.folded, sentence.possible):
        return "back"
    return "apart" if book.apart.search(sentence.folded, sentence.possible) else None


@lru_cache(maxsize=SENTENCES)
def _read(
    text: str, hidden: tuple[tuple[int, int], ...], book: topic_book.TopicBook, is_apart: bool = False
) -> Mapping[str, _Evidence]:
    """What one sentence says for each topic it has words of; ``is_apart``: it tells of another event."""
    _, marked, possible = _sentence(text, book)
    readings = [book.masked.blank(_hide(reading, hidden), possible) for reading in marked]
    act = "apart" if is_apart else _act(readings[0], possible, book)
    found: dict[str, _Evidence] = {}
    for topic in book.among(possible):
        evidence = max((_weigh(reading, possible, act, topic) for reading in readings), key=lambda e: e.weight)
        if evidence.weight:
            found[topic.topic] = evidence
    return found


def _weigh(folded: str, possible: patterns.Possible, act: Act, topic: topic_book.Topic) -> _Evidence:
    """What a folded sentence says for one topic."""
    own = topic.never.blank(folded, possible)
    doubt, best = 1.0, _Evidence(0.0, 0, 0)
    if phrase := topic.phrases.search(own, possible):
        best = _Evidence(PHRASE * _SENTENCE[act], phrase.start(), phrase.end())
        doubt = 1 - best.weight
    said: set[str] = set()
    for word in topic.words.finditer(own, possible):
        if word.group() not in said and not best.start <= word.start() < best.end:
            said.add(word.group())
            weight = _WORD[act] * _SENTENCE[act]
            doubt *= 1 - weight
            best = max(best, _Evidence(weight, word.start(), word.end()), key=lambda e: e.weight)
    return best._replace(weight=1 - doubt)


def _act(folded: str, possible: patterns.Possible, book: topic_book.TopicBook) -> Act:
    """What a sentence does. What was discussed is no background: "discussed the war that broke out in 2014"."""
    if book.earlier.search(folded, possible):
        return "background"
    if book.discussed.search(folded, possible):
        return "agenda"
    if book.background.search(folded, possible):
        return "background"
    if book.dwelt.search(folded, possible):
        return "agenda"
    if book.stated.search(folded, possible):
        return "statement"
    return "background" if book.profile.search(folded, possible) else "plain"


def _marked(text: str, folded: str, book: topic_book.TopicBook) -> tuple[str, ...]:
    """The folded sentence with titles blanked and organisations marked.

    Where an organisation's name may itself tell a topic there is a second reading that keeps such names.
    """
    words = tokens.words(text)
    marked = kept = folded
    titles = list(book.titles.finditer(text))
    if titles and not _is_headline(words, [title.span("field") for title in titles]):
        marked = kept = _hide(marked, [title.span() for title in titles])
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
    return tuple(dict.fromkeys((marked, kept)))


def _is_headline(words: Sequence[tokens.Word], fields: Sequence[tuple[int, int]]) -> bool:
    """Whether capitals mean nothing, as in "Trade Minister Opens Talks on Energy"; names of fields always have them."""
    outside = [word for word in words if not any(start <= word.start < end for start, end in fields)]
    long = [word for word in outside if len(word.norm) > _SHORT]
    return len(long) > _SHORT and sum(word.is_capital for word in long) > _CAPITALS * len(long)


def _hide(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in ((max(0, start), min(len(text), end)) for start, end in spans):
        text = text[:start] + patterns.HIDDEN * (end - start) + text[end:]
    return text
