"""Grammar of the sentences that matter, with every official replaced by one plain name before the parser reads them.

A statistical parser trips over "Deputy Prime Minister for International Relations and Cooperation, Personal
Representative of the Sultan, As'ad bin Tariq al-Said"; it reads "Peter" well.
So each mention becomes one token, and only sentences that can report a contact are parsed at all.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.extract.actors import Actor
from pipeline.extract.grammar import Grammar, Parse
from pipeline.tokens import Sentence, Word

_STAND_INS = ("Peter", "John", "Mary", "David", "Anna", "Paul", "Susan", "Michael", "Laura", "Robert")
_PLURAL_STAND_IN = "officials"
WEEKDAYS = frozenset(calendar.day_name[day].lower() for day in range(7))


@dataclass(frozen=True, slots=True)
class Node:
    """One token of a parsed sentence: a word of the article, or a whole mention.

    ``head`` and ``children`` are positions in :class:`Tree.nodes`; ``actors`` are the mentions it stands for.
    """

    index: int
    text: str
    norm: str
    start: int
    end: int
    head: int
    dep: str
    pos: str
    tag: str
    children: tuple[int, ...]
    actors: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed sentence."""

    sentence: Sentence
    nodes: tuple[Node, ...]

    def path_up(self, index: int) -> Iterator[Node]:
        """The node itself and its heads up to the root."""
        seen = 0
        while seen <= len(self.nodes):
            node = self.nodes[index]
            yield node
            if node.head == index:
                return
            index = node.head
            seen += 1

    def subtree(self, index: int) -> list[int]:
        """Positions of the node and everything below it, sorted."""
        stack, found = [index], []
        while stack:
            current = stack.pop()
            found.append(current)
            stack.extend(self.nodes[current].children)
        return sorted(found)


Origin = tuple[int, int, tuple[Actor, ...]]


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence as the parser reads it; ``origins`` are the words and mentions of the article behind its words."""

    sentence: Sentence
    texts: list[str]
    origins: list[Origin]

    def norms(self, words: Sequence[Word]) -> list[str]:
        """Normalised words, a stand-in in lower case, as in :class:`Node`."""
        pairs = zip(self.texts, self.origins, strict=True)
        return [text.lower() if actors else words[first].norm for text, (first, _, actors) in pairs]


class Trees(dict[int, Tree]):
    """The trees of an article by sentence; a sentence that can tell no contact is parsed when it is asked for."""

    def __init__(self, grammar: Grammar, words: Sequence[Word], rest: Mapping[int, Masked]) -> None:
        super().__init__()
        self._grammar, self._words, self._rest = grammar, words, dict(rest)

    def get(self, index: int, default: Any = None) -> Any:
        """The tree of a sentence, ``default`` where the article has none."""
        if index in self._rest:
            self[index] = parse(self._grammar, [(self._rest.pop(index), self._words)])[0]
        return super().get(index, default)


def parse(grammar: Grammar, masked: Sequence[tuple[Masked, Sequence[Word]]]) -> list[Tree]:
    """Parse sentences, of one article or of many.

    Args:
        grammar: The tagger and parser.
        masked: Sentences with their mentions masked, each with the words of its article.

    Returns:
        One tree a sentence, in order.
    """
    parses = grammar.parse([sentence.texts for sentence, _ in masked])
    return [_tree(read, sentence, words) for read, (sentence, words) in zip(parses, masked, strict=True)]


def mask(sentence: Sentence, actors: Sequence[Actor], words: Sequence[Word]) -> Masked:
    """A sentence with one plain name in place of each mention.

    Args:
        sentence: The sentence.
        actors: Its mentions.
        words: The article's words.
    """
    by_first: dict[int, list[Actor]] = {}
    for actor in actors:
        by_first.setdefault(actor.first, []).append(actor)
    texts: list[str] = []
    origins: list[Origin] = []
    i = sentence.first
    stand_in = 0
    while i < sentence.last:
        here = by_first.get(i)
        if here:
            last = max(actor.last for actor in here)
            is_plural = len(here) > 1 or here[0].is_plural
            texts.append(_PLURAL_STAND_IN if is_plural else _STAND_INS[stand_in % len(_STAND_INS)])
            stand_in += not is_plural
            origins.append((i, last, tuple(here)))
            i = last
            # "X, and Y" reads as one list only without the comma an apposition left behind
            if i + 1 < sentence.last and words[i].norm == "," and words[i + 1].norm in ("and", "&"):
                i += 1
            continue
        # "Qureshi Monday received": a bare day behind a name is taken for a part of it, "today" is not
        is_day = words[i].norm in WEEKDAYS and origins and origins[-1][2]
        texts.append("today" if is_day else words[i].text)
        origins.append((i, i + 1, ()))
        i += 1
    return Masked(sentence, texts, origins)


def _tree(parsed: Parse, masked: Masked, words: Sequence[Word]) -> Tree:
    children: list[list[int]] = [[] for _ in parsed.heads]
    for index, head in enumerate(parsed.heads):
        if head != index:
            children[head].append(index)
    nodes = []
    norms = masked.norms(words)
    for index, (text, (first, last, actors)) in enumerate(zip(masked.texts, masked.origins, strict=True)):
        nodes.append(
            Node(
                index,
                text,
                norms[index],
                words[first].start,
                words[last - 1].end,
                parsed.heads[index],
                parsed.deps[index],
                parsed.pos[index],
                parsed.tags[index],
                tuple(children[index]),
                actors,
            )
        )
    return Tree(masked.sentence, tuple(nodes))


def actors_of(nodes: Iterable[Node]) -> list[Actor]:
    """The mentions some nodes stand for, in order."""
    return [actor for node in nodes for actor in node.actors]
