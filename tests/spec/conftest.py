"""The fixture all spec tests use: an article in, drawn rows out."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from spacy.language import Language

import pipeline
from pipeline import annotate
from pipeline.records import Document, Extraction
from tests.spec import drawn


@dataclass(frozen=True, slots=True)
class Found:
    """What one article gave, ready to be compared with a drawn table."""

    extraction: Extraction

    def gives(self, table: str) -> None:
        """Hold that the article gives exactly these rows, in the order told."""
        expected = drawn.rows(table)
        assert drawn.drawn(self.extraction, list(expected[0])) == expected

    def gives_no_meeting(self) -> None:
        """Hold that nothing in the article is told as a meeting that took place."""
        assert drawn.drawn(self.extraction, ["parties", "people"]) == []


Extract = Callable[..., Found]


def article(text: str) -> str:
    """The article a test draws: indentation taken off, the lines of a paragraph joined."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in inspect.cleandoc(text).split("\n\n"))


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The pipeline, loaded once."""
    return pipeline.load_nlp()


@pytest.fixture(scope="session")
def extract(nlp: Language) -> Extract:
    """Read an article drawn as paragraphs parted by blank lines; ``published`` is what its metadata would say."""

    def read(text: str, published: str | None = None, outlet: str | None = None) -> Found:
        day = date.fromisoformat(published) if published else None
        document = Document(
            doc_id="example",
            path="example.txt",
            text=article(text),
            sha256="",
            outlet=outlet,
            published=day,
            published_basis="metadata" if day else None,
        )
        return Found(annotate.extract(nlp, document))

    return read
