"""What a notebook does with the package: read one text, read a build; and laws that hold for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import pipeline
from pipeline import annotate, config, errors
from pipeline.records import Document

SENTENCE = "Nepali Foreign Minister Hari Thapa met Norwegian Foreign Minister Nils Haugen in Oslo on 3 June 2019."

PIECES = [
    "Nepali Foreign Minister Hari Thapa",
    "the ambassadors of Norway, Ghana and",
    "his Chilean counterpart",
    "President",
    "H.E. Dr.",
    "met with",
    "received",
    "held talks",
    "will",
    "by phone",
    "on the sidelines of the 76th session of the UN General Assembly",
    "in Oslo",
    "on Monday",
    "3 June 2019",
    "The meeting was attended by",
    "separately",
    "respectively",
    ",",
    ";",
    ".",
    ":",
    '"',
    "(",
    "\n",
    "\n\n",
    "م 12:12 2017/09/24",
    "Check Also",
    "noeuml;",
    "and",
    "of",
    "the",
]
"""What articles are made of, to be put together in any order."""


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The pipeline as a notebook loads it."""
    return pipeline.load_nlp()


def test_a_text_gives_its_meetings(nlp: Language):
    (meeting,) = nlp(SENTENCE)._.meetings
    assert meeting.parties == ("NOR", "NPL")
    assert (meeting.city, meeting.country, meeting.date.iso()) == ("Oslo", "NOR", "2019-06-03")


def test_a_text_without_a_meeting_gives_none(nlp: Language):
    assert nlp("Oslo is the capital of Norway.")._.meetings == ()
    assert nlp("")._.meetings == ()


def test_many_texts_go_through_pipe(nlp: Language):
    docs = list(nlp.pipe([SENTENCE, "Nothing happened.", SENTENCE]))
    assert [len(doc._.meetings) for doc in docs] == [1, 0, 1]


def test_the_stages_are_components_of_their_own(nlp: Language):
    assert nlp.pipe_names == ["sidelines_mentions", "sidelines_contacts", "sidelines_meetings"]


def test_a_model_that_is_missing_is_one_sentence_with_the_install_line():
    with pytest.raises(errors.ModelMissingError, match=r"xx_no_such_model is not installed.*pip install"):
        pipeline.load_nlp(config.Config(model="xx_no_such_model"))


def test_the_tables_of_a_build_are_frames(seeds: Path, tmp_path: Path):
    result = pipeline.build([seeds], tmp_path)
    tables = pipeline.read_tables(tmp_path)
    assert len(tables.meetings) == result.counts["meetings"]
    assert set(tables.participants["meeting_id"]) == set(tables.meetings["meeting_id"])


def check(nlp: Language, text: str) -> None:
    """The laws: no exception, and every span lies in the text and says what it says."""
    extraction = annotate.extract(nlp, Document("d", "a.txt", text, ""))
    for report in extraction:
        assert len(report.parties) > 1
        assert 0 <= report.confidence <= 1
        for piece in report.evidence:
            assert 0 <= piece.start < piece.end <= len(text)
            assert piece.text == text[piece.start : piece.end]
        for hit in report.topics:
            assert 0 <= hit.start < hit.end <= len(text)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=st.text(max_size=400))
def test_any_characters_can_be_read(nlp: Language, text: str):
    check(nlp, text)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=40))
def test_whatever_articles_are_made_of_can_be_read_in_any_order(nlp: Language, pieces: list[str]):
    check(nlp, " ".join(pieces))


@settings(max_examples=15, deadline=None, derandomize=True)
@given(before=st.lists(st.sampled_from(PIECES), max_size=15))
def test_reading_one_article_does_not_change_the_next(nlp: Language, before: list[str]):
    alone = nlp(SENTENCE)._.meetings
    nlp(" ".join(before))
    assert nlp(SENTENCE)._.meetings == alone


@pytest.mark.parametrize("end", ["(", ",", "who is", "and", "as the", "with the", "'s"])
def test_an_article_may_break_off_where_somebody_would_be_named(nlp: Language, end: str):
    check(nlp, f"Nepali Foreign Minister Hari Thapa {end}")
