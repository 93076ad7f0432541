"""Grammar of the sentences that matter, with every official replaced by one plain name before the parser reads them.

A statistical parser trips over "Deputy Prime Minister for International Relations and Cooperation, Personal
Representative of the Sultan, As'ad bin Tariq al-Said"; it reads "Peter" well.
So each mention becomes one token, and only sentences that can report a contact are parsed at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.actors import Actor
from pipeline.tokens import Sentence, Word

_STAND_INS = ("Peter", "John", "Mary", "David", "Anna", "Paul", "Susan", "Michael", "Laura", "Robert")
_PLURAL_STAND_IN = "officials"


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


def parse(
    nlp: Language, sentences: Sequence[tuple[Sentence, Sequence[Actor]]], words: Sequence[Word]
) -> list[Tree]:
    """Parse sentences with their mentions masked.

    Args:
        nlp: A spaCy pipeline with tagger and parser.
        sentences: Each sentence with its mentions.
        words: The article's words.

    Returns:
        One tree a sentence, in order.
    """
    prepared = [_mask(nlp, sentence, actors, words) for sentence, actors in sentences]
    docs = nlp.pipe(doc for doc, _ in prepared)
    return [
        _tree(doc, origins, sentence, words)
        for doc, (_, origins), (sentence, _) in zip(docs, prepared, sentences, strict=True)
    ]


Origin = tuple[int, int, tuple[Actor, ...]]


def _mask(nlp: Language, sentence: Sentence, actors: Sequence[Actor], words: Sequence[Word]) -> tuple[Doc, list[Origin]]:
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
        texts.append(words[i].text)
        origins.append((i, i + 1, ()))
        i += 1
    return Doc(nlp.vocab, words=texts), origins


def _tree(doc: Doc, origins: Sequence[Origin], sentence: Sentence, words: Sequence[Word]) -> Tree:
    nodes = []
    for token, (first, last, actors) in zip(doc, origins, strict=True):
        nodes.append(
            Node(
                token.i,
                token.text,
                words[first].norm if not actors else token.text.lower(),
                words[first].start,
                words[last - 1].end,
                token.head.i,
                token.dep_,
                token.pos_,
                token.tag_,
                tuple(child.i for child in token.children),
                actors,
            )
        )
    return Tree(sentence, tuple(nodes))


def actors_of(nodes: Iterable[Node]) -> list[Actor]:
    """The mentions some nodes stand for, in order."""
    return [actor for node in nodes for actor in node.actors]
