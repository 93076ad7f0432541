"""The one way from pages to the data: the snapshot in force, opened once, asked through ``pipeline.query``.

Answers are kept by snapshot, question and filters, never by frames, so a new build shows up with the next click.
"""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from pipeline import config, errors, query, store

P = ParamSpec("P")
T = TypeVar("T")

OPEN_SNAPSHOTS = 2
"""The one in force, and the one before for readers in the middle of a page."""

ANSWERS = 1000
"""Answers kept for all readers; each is small."""


def build_folder() -> Path:
    """The build the dashboard shows: ``SIDELINES_BUILD``, or ``build`` in the working directory."""
    return Path(os.environ.get("SIDELINES_BUILD") or config.DEFAULT_BUILD)


def has_build() -> bool:
    """Whether there is anything to show."""
    try:
        store.snapshot_path(build_folder())
    except errors.StoreError:
        return False
    return True


def database() -> query.Database:
    """The snapshot in force, open for questions."""
    with _opening:
        return _opened(store.snapshot_path(build_folder()))


_opening = threading.Lock()
"""So that two readers of a new build do not open it twice."""


@functools.lru_cache(maxsize=OPEN_SNAPSHOTS)
def _opened(snapshot: Path) -> query.Database:
    return query.open(snapshot)


def ask(question: Callable[Concatenate[query.Database, P], T], *arguments: P.args, **options: P.kwargs) -> T:
    """Ask the snapshot in force one of the questions of ``pipeline.query``.

    Args:
        question: For example ``query.headline``.
        arguments: What it takes after the database; filters, names, numbers.
        options: The same, by name.

    Returns:
        Its answer; the caller's own copy.
    """
    opened = database()
    answer: T = _answer(
        opened.snapshot,
        f"{question.__module__}.{question.__qualname__}",
        arguments,
        tuple(sorted(options.items())),
        opened,
        question,
    )
    return answer


@st.cache_data(max_entries=ANSWERS, show_spinner=False)
def _answer(
    snapshot: str,
    name: str,
    arguments: tuple[Any, ...],
    options: tuple[tuple[str, Any], ...],
    _database: query.Database,
    _question: Callable[..., Any],
) -> Any:
    return _question(_database, *arguments, **dict(options))
