"""Matrix products of the model: right, and no sentence hangs on which others are multiplied with it."""

from __future__ import annotations

import random

import numpy as np
import pytest
import threadpoolctl
from thinc.api import Model, Softmax, chain, list2array

from pipeline.extract import matrices
from pipeline.extract.matrices import Floats, SentenceOps

SHAPES = [(288, 288), (576, 288), (96, 50), (96, 64), (64, 1024)]
"""Columns in and out of the model's layers."""

LENGTHS = [1, 5, 12, 30, 64, 7, 13, 25, 28, 100, 3, 30, 41, 17]
"""Words of sentences: an odd few, and more than one row of every routine's block."""


def numbers(*shape: int) -> Floats:
    return np.random.default_rng(sum(shape)).standard_normal(shape, dtype=np.float32)


def products(sentences: list[Floats], weights: Floats, pad: int = 0) -> list[Floats]:
    """Each sentence's part of the product of all of them."""
    ops = SentenceOps()
    with matrices.one_thread():
        flat = ops.gemm(ops.flatten(sentences, pad=pad), weights, trans2=True)
    return list(ops.unflatten(flat, np.array([len(rows) for rows in sentences]), pad=pad))


@pytest.mark.parametrize("pad", [0, 4])
@pytest.mark.parametrize(("n_in", "n_out"), SHAPES)
def test_is_the_product_right(n_in: int, n_out: int, pad: int) -> None:
    sentences, weights = [numbers(length, n_in) for length in LENGTHS], numbers(n_out, n_in)
    for rows, product in zip(sentences, products(sentences, weights, pad), strict=True):
        assert np.allclose(product, rows.astype(float) @ weights.T.astype(float), rtol=1e-4, atol=1e-3)


@pytest.mark.parametrize("pad", [0, 4])
@pytest.mark.parametrize(("n_in", "n_out"), SHAPES)
def test_does_a_sentence_hang_on_its_company(n_in: int, n_out: int, pad: int) -> None:
    """Numpy alone gives other last digits in three rows than in three hundred."""
    sentences, weights = [numbers(length, n_in) for length in LENGTHS], numbers(n_out, n_in)
    alone = [products([rows], weights, pad)[0].tobytes() for rows in sentences]
    assert [part.tobytes() for part in products(sentences, weights, pad)] == alone
    for seed in range(5):
        some = random.Random(seed).sample(range(len(LENGTHS)), 6)
        together = products([sentences[i] for i in some], weights, pad)
        assert [part.tobytes() for part in together] == [alone[i] for i in some]


def test_does_an_empty_sentence_move_the_others() -> None:
    one, other, weights = numbers(5, 96), numbers(12, 96), numbers(50, 96)
    first, nothing, last = products([one, numbers(0, 96), other], weights)
    assert nothing.shape == (0, 50)
    assert [first.tobytes(), last.tobytes()] == [part.tobytes() for part in products([one, other], weights)]


def test_does_a_product_go_where_it_is_told() -> None:
    rows, weights, ops = numbers(30, 64), numbers(1024, 64), SentenceOps()
    room = np.zeros((31, 1024), dtype=np.float32)
    with matrices.one_thread():
        ops.gemm(ops.flatten([rows]), weights, out=room[1:], trans2=True)
    assert np.array_equal(room[1:], products([rows], weights)[0])
    assert not room[0].any()


def test_are_rows_that_are_no_sentences_multiplied_all_the_same() -> None:
    rows, weights = numbers(100, 96), numbers(50, 96)
    ops = SentenceOps()
    for product in (ops.gemm(rows, weights, trans2=True), ops.gemm(rows.T.copy(), weights.T.copy(), trans1=True)):
        assert np.allclose(product, rows @ weights.T, rtol=1e-4, atol=1e-3)
    assert ops.gemm(rows[:7], weights, trans2=True).tobytes() == ops.gemm(rows, weights, trans2=True)[:7].tobytes()


def test_is_the_largest_piece_found() -> None:
    pieces = numbers(30, 96, 3)
    assert np.array_equal(matrices.largest(pieces), pieces.max(axis=2))
    assert np.array_equal(SentenceOps().maxout(pieces)[0], pieces.max(axis=2))


def test_do_all_layers_of_a_model_multiply_so() -> None:
    model: Model[list[Floats], Floats] = chain(list2array(), Softmax(50, 96))
    model.initialize()
    matrices.by_sentence(model)
    sentences = [numbers(length, 96) for length in LENGTHS]
    with matrices.one_thread():
        alone = [model.predict([rows]).tobytes() for rows in sentences]
        assert model.predict(sentences).tobytes() == b"".join(alone)


def test_does_numpy_have_its_threads_back_afterwards() -> None:
    def threads() -> list[int]:
        return [library["num_threads"] for library in threadpoolctl.threadpool_info() if library["user_api"] == "blas"]

    before = threads()
    with matrices.one_thread():
        assert set(threads()) <= {1}
    assert threads() == before
