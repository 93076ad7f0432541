"""Matrix products of the model by numpy's library, almost three times as fast as spaCy's own.

spaCy multiplies with BLIS, whose wheels hold its plain routines only; numpy's library is tuned to the processor.
But that one rounds a row by the number of rows and by its place among them: a sentence's parse, and so the tables,
would hang on the batch it came in. So each sentence is multiplied alone, on one thread (decision 20).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import lru_cache, reduce
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from thinc.api import Model, NumpyOps
from threadpoolctl import ThreadpoolController

Floats = npt.NDArray[np.float32]


class SentenceOps(NumpyOps):  # type: ignore[misc]  # thinc's compiled class has no types
    """What layers that only read compute with; products go sentence by sentence.

    thinc lays the rows of all sentences end to end before it multiplies them: there it is seen where each begins.
    """

    def __init__(self) -> None:
        super().__init__()
        self._starts = [0]
        """First rows of the sentences laid end to end last, and the number of rows."""

    def flatten(self, sentences: Sequence[Floats], *args: Any, pad: int = 0, **options: Any) -> Floats:
        """Lay the rows of sentences end to end, with ``pad`` rows of zeros around each."""
        self._starts = [0, *accumulate((len(rows) + pad for rows in sentences if len(rows)), initial=pad)]
        flat: Floats = super().flatten(sentences, *args, pad=pad, **options)
        return flat

    def gemm(
        self, x: Floats, y: Floats, out: Floats | None = None, trans1: bool = False, trans2: bool = False
    ) -> Floats:
        """``x @ y``, either of them transposed first; rows that are no sentences go to BLIS, which treats all alike."""
        starts = self._starts
        if trans1 or len(x) != starts[-1]:
            other: Floats = super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
            return other
        weights = y.T if trans2 else y
        product = np.empty((len(x), weights.shape[1]), dtype=x.dtype) if out is None else out
        for first, last in pairwise(starts):
            np.matmul(x[first:last], weights, out=product[first:last])
        return product

    def maxout(self, X: Floats) -> tuple[Floats, None]:  # noqa: N803 - thinc's name
        """The largest of each unit's pieces; which one it was, only training asks."""
        return largest(X), None


def largest(pieces: Floats) -> Floats:
    """The maximum over the last of three axes, a few numbers long: numpy's own is ten times slower there."""
    return reduce(np.maximum, pieces.transpose(2, 0, 1))


def by_sentence(*models: Model[Any, Any]) -> None:
    """Let all layers of models that read the same sentences one after another multiply by :class:`SentenceOps`."""
    ops = SentenceOps()
    for model in models:
        for layer in model.walk():
            layer.ops = ops


def one_thread() -> AbstractContextManager[object]:
    """Within it numpy multiplies on one thread.

    How a product is cut among threads hangs on the machine's cores, and so small a one gains nothing by it;
    all cores are used by as many processes.
    """
    limit: AbstractContextManager[object] = _controller().limit(limits=1, user_api="blas")
    return limit


@lru_cache(maxsize=1)
def _controller() -> ThreadpoolController:
    """Knows the libraries that are loaded; looking for them takes longer than a product."""
    return ThreadpoolController()
