"""The steps of spaCy's dependency parser, taken by all sentences of a batch at once.

Each step looks at eight words of a half-read sentence, sums what the model has of them and takes the likeliest move.
spaCy's own loop calls BLIS once for each of the eight, and that is more than half of its time. The sums here are the
same numbers in the same order, so the parses are the same; the moves themselves stay spaCy's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.pipeline import DependencyParser
from spacy.tokens import Doc

from pipeline.extract import matrices


class Transitions:
    """A dependency parser for many sentences."""

    def __init__(self, parser: DependencyParser) -> None:
        self._parser = parser
        self._vectors, self._lower, self._upper = parser.model.layers
        matrices.by_sentence(self._vectors, self._lower)

    @staticmethod
    def fit(component: Any) -> bool:
        """Whether a component is a parser of the usual kind: greedy, of two layers, with all moves of its training."""
        if not isinstance(component, DependencyParser) or component.cfg["beam_width"] != 1:
            return False
        attrs: dict[str, Any] = component.model.attrs
        return bool(attrs["has_upper"]) and not attrs["unseen_classes"]

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Parse sentences, in place."""
        moves = self._parser.moves
        # One sentence is enough for spaCy's own step, which is asked only which words a state looks at.
        step = self._parser.model.predict(docs[:1])
        # For each word, and for none in row 0, what it adds in each of the eight places.
        added = self._lower.predict(self._vectors.predict(docs))
        places, bias = np.arange(added.shape[1]), self._lower.get_param("b")
        states = moves.init_batch(docs)
        unfinished = [state for state in states if not state.is_final()]
        while unfinished:
            words = step.get_token_ids(unfinished)
            hidden = matrices.largest(added[words + 1, places].sum(axis=1) + bias)
            unfinished = self._parser.transition_states(unfinished, self._upper.predict(hidden))
        self._parser.set_annotations(docs, states)
