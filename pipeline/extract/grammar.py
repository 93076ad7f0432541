"""Tags and parses many short sentences at once, with what spaCy would give for each of them.

Sentences of many articles go through the model together: its matrices are small, and calls cost more than sums.
A sentence's parse does not depend on its company: the model reads each alone, and multiplies each alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Tok2Vec, TrainablePipe
from spacy.tokens import Doc

from pipeline.extract import matrices
from pipeline.extract.transitions import Transitions

BATCH = 256
"""Sentences that go through the model together: a few thousand words, some tens of megabytes."""

MOST_WORDS = 50_000
"""Words whose vectors are kept, 20 megabytes; then they are learnt anew."""

_RULER = "attribute_ruler"
_OF_WORDS = "spacy.MultiHashEmbed."
"""The first layer whose vectors depend on the word alone, not on its neighbours."""
_OF_ONE_WORD = frozenset({"LOWER", "TAG", "DEP", "IS_SPACE", "ORTH", "NORM"})
"""What a pattern may ask of a word so that spelling, tag and relation alone decide it."""

Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Parse:
    """One sentence, word by word: position of the head, relation to it, part of speech, fine-grained tag."""

    heads: tuple[int, ...]
    deps: tuple[str, ...]
    pos: tuple[str, ...]
    tags: tuple[str, ...]


class Grammar:
    """A tagger and parser; keeps what it learnt of words, nothing of sentences."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab
        self._steps = [self._step(nlp, name, component) for name, component in nlp.pipeline if name != _RULER]
        ruler = nlp.get_pipe(_RULER) if nlp.has_pipe(_RULER) else None
        self._parts = PartsOfSpeech(nlp, ruler) if isinstance(ruler, AttributeRuler) else None

    def parse(self, sentences: Sequence[Sequence[str]]) -> list[Parse]:
        """Parse sentences given as words.

        Args:
            sentences: The words of each sentence.

        Returns:
            One parse a sentence, in order.
        """
        result: list[Parse] = []
        for first in range(0, len(sentences), BATCH):
            docs = [Doc(self.vocab, words=list(words)) for words in sentences[first : first + BATCH]]
            with matrices.one_thread():
                for step in self._steps:
                    step(docs)
            result.extend(self._read(doc) for doc in docs)
        return result

    def _step(self, nlp: Language, name: str, component: Any) -> Callable[[Sequence[Doc]], object]:
        """What one component does to a batch of docs, in place."""
        if isinstance(component, Tok2Vec):
            model = nlp.config["components"][name].get("model", {})
            if model.get("embed", {}).get("@architectures", "").startswith(_OF_WORDS):
                return WordVectors(nlp, component).annotate
        if Transitions.fit(component):
            return Transitions(component).annotate
        if isinstance(component, TrainablePipe):
            matrices.by_sentence(component.model)
            return lambda docs: component.set_annotations(docs, component.predict(docs))
        return lambda docs: [component(doc) for doc in docs]

    def _read(self, doc: Doc) -> Parse:
        offsets = doc.to_array(["HEAD"]).astype("int64").tolist()
        heads = tuple(position + offset for position, offset in enumerate(offsets))
        words = self._parts.read(doc) if self._parts else [(t.dep_, t.pos_, t.tag_) for t in doc]
        deps, pos, tags = zip(*words, strict=True) if words else ((), (), ())
        return Parse(heads, deps, pos, tags)


class WordVectors:
    """spaCy's first layer, which turns words into vectors without regard to their neighbours: asked once a word."""

    def __init__(self, nlp: Language, component: Tok2Vec) -> None:
        self._vocab = nlp.vocab
        self._component = component
        self._embed, self._encode = component.model.layers
        matrices.by_sentence(self._encode)
        self._rows: dict[str, int] = {}
        self._table = np.empty((0, 0), dtype="float32")

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Fill ``doc.tensor``, from which tagger and parser read."""
        if len(self._rows) > MOST_WORDS:
            self._rows.clear()
        sentences = [[token.text for token in doc] for doc in docs]
        unknown = dict.fromkeys(word for words in sentences for word in words if word not in self._rows)
        if unknown:
            vectors = self._embed.predict([Doc(self._vocab, words=list(unknown))])[0]
            self._table = np.concatenate([self._table[: len(self._rows)], vectors]) if self._rows else vectors
            self._rows.update(zip(unknown, range(len(self._rows), len(self._table)), strict=True))
        embedded = [self._table[[self._rows[word] for word in words]] for words in sentences]
        self._component.set_annotations(docs, self._encode.predict(embedded))


class PartsOfSpeech:
    """Parts of speech by spaCy's attribute ruler, asked once for each spelling, tag and relation.

    The ruler's patterns are of one word, but for a few of two ("there is"); where one of those matches, the ruler
    itself reads the sentence.
    """

    def __init__(self, nlp: Language, ruler: AttributeRuler) -> None:
        self._ruler = ruler
        self._known: dict[Key, tuple[str, str, str]] = {}
        self._opening: set[Key] = set()
        """Of the known those with which a pattern of several words may begin."""
        self._several, self._openings = Matcher(nlp.vocab, validate=False), Matcher(nlp.vocab, validate=False)
        self._is_by_word = True
        for number, entry in enumerate(ruler.patterns):
            for pattern in cast(list[list[dict[str, Any]]], entry["patterns"]):
                if not _OF_ONE_WORD.issuperset(pattern[0]):
                    self._is_by_word = False
                elif len(pattern) > 1:
                    self._several.add(f"{number}", [pattern])
                    self._openings.add(f"{number}", [pattern[:1]])

    def read(self, doc: Doc) -> list[tuple[str, str, str]]:
        """Relation, part of speech and tag of each word of a tagged and parsed sentence."""
        if not self._is_by_word:
            return self._ask(doc)
        keys: list[Key] = [tuple(row) for row in doc.to_array(["LOWER", "TAG", "DEP"]).tolist()]
        is_new = not self._known.keys() >= set(keys)
        if is_new:
            self._opening.update(keys[first] for _, first, _ in self._openings(doc, allow_missing=True))
        if not self._opening.isdisjoint(keys) and self._several(doc, allow_missing=True):
            return self._ask(doc)
        if is_new:
            self._known.update(zip(keys, self._ask(doc), strict=True))
        return [self._known[key] for key in keys]

    def _ask(self, doc: Doc) -> list[tuple[str, str, str]]:
        return [(token.dep_, token.pos_, token.tag_) for token in self._ruler(doc)]
