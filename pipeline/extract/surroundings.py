"""An article's words, sentences and trees, as those who look for circumstances ask them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pipeline import dates
from pipeline.extract.drafts import Draft
from pipeline.extract.syntax import Node, Tree
from pipeline.lexicon import Lexicon
from pipeline.lexicon.phrases import PhraseBook, book
from pipeline.records import Article
from pipeline.tokens import Sentence, Word


class Surroundings:
    """What stands around the contacts of one article.

    ``taken`` are the words of its mentions, first and last; ``anchor`` is the day of writing, where it is known.
    """

    def __init__(
        self,
        article: Article,
        lexicon: Lexicon,
        words: Sequence[Word],
        sentences: Sequence[Sentence],
        trees: dict[int, Tree],
        taken: Iterable[tuple[int, int]],
    ) -> None:
        self.article, self.lexicon, self.words, self.sentences, self.trees = article, lexicon, words, sentences, trees
        self.norms = [word.norm for word in words]
        self.masked = {i for first, last in taken for i in range(first, last)}
        triggers = lexicon.triggers
        circumstances: dict[str, Any] = triggers["circumstances"]
        self.placed = frozenset(triggers["grammar"]["placed"])
        self.contact_nouns = frozenset(
            noun.split()[-1] for pair in triggers["nouns"]["contact"].items() for noun in pair if noun
        )
        self.say = frozenset(circumstances["saying"])
        self.event_heads = frozenset(circumstances["event_heads"])
        self.also = book(tuple(triggers["discourse"]["also"]))
        self.anchor_found = dates.anchor(article)
        self.anchor: date | None = self.anchor_found.value.as_date() if self.anchor_found else None

    def range_of(self, index: int) -> range:
        """The words of a sentence, by position."""
        return range(self.sentences[index].first, self.sentences[index].last)

    def phrase(self, book: PhraseBook[bool], index: int) -> tuple[int, int] | None:
        """The first phrase of the book in a sentence: its first word and the word after it."""
        sentence = self.sentences[index]
        return next((match[:2] for match in book.matches(self.norms, sentence.first, sentence.last)), None)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from ``first`` up to ``last`` stand, in characters."""
        return self.words[first].start, self.words[last - 1].end

    def node_at(self, tree: Tree, position: int) -> Node | None:
        """The node of a tree at a character of the text, ``None`` if none is there."""
        return next((n for n in tree.nodes if n.start <= position < n.end), None)

    def is_below(self, tree: Tree, index: int, above: int) -> bool:
        """Whether a node is, or stands under, another."""
        return any(node.index == above for node in tree.path_up(index))

    def scene(self, draft: Draft) -> list[int]:
        """Sentences of the same paragraph that lead up to the first telling, nearest first."""
        first = min(draft.told)
        paragraph = self.sentences[first].paragraph
        return [i for i in range(first - 1, -1, -1) if self.sentences[i].paragraph == paragraph]

    def text(self, first: int, last: int) -> str:
        """The printed words of a run."""
        return re.sub(r"\s+", " ", self.article.text[self.words[first].start : self.words[last - 1].end])

    def is_also(self, index: int) -> bool:
        """Whether a sentence goes on from the one before ("also", "likewise", "in addition")."""
        return self.phrase(self.also, index) is not None
