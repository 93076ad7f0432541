"""Highlighted articles: every character once, escaped, whatever the evidence looks like."""

from __future__ import annotations

import html as escaping
import re

from hypothesis import given
from hypothesis import strategies as st

from pages.shared import html
from pages.shared.html import Mark


def seen(markup: str) -> str:
    """The text a reader sees: markup and styles taken away."""
    return escaping.unescape(re.sub(r"<style>.*?</style>|<[^>]*>", "", markup, flags=re.DOTALL))


marks = st.builds(
    Mark,
    start=st.integers(-2, 40),
    end=st.integers(-2, 40),
    field=st.sampled_from(["date", "place", "participant", "not a field"]),
    value=st.text(max_size=8),
    rule=st.text(max_size=8),
)


@given(text=st.text(alphabet="ab<>&\"' é", max_size=30), evidence=st.lists(marks, max_size=6))
def test_the_reader_sees_the_article_unchanged(text, evidence):
    """Overlapping, empty and misplaced evidence included."""
    assert seen(html.article(text, evidence)) == text


def test_evidence_is_named_with_its_value_and_rule():
    markup = html.article("They met in Paris.", [Mark(12, 17, "place", "Paris, FRA", "place.in")])
    assert 'data-tip="Place: Paris, FRA\n(place.in)">Paris</mark>' in markup


def test_overlapping_evidence_names_both():
    markup = html.article("in Paris today", [Mark(3, 8, "place", "Paris", "a"), Mark(3, 14, "date", "2021", "b")])
    assert 'data-tip="Place: Paris\nDate: 2021\n(a, b)">Paris</mark>' in markup
    assert 'data-tip="Date: 2021\n(b)"> today</mark>' in markup


def test_a_value_cannot_leave_its_attribute():
    markup = html.article("x", [Mark(0, 1, "date", '" onmouseover="alert(1)', "r")])
    assert "&quot; onmouseover=&quot;" in markup


def test_long_runs_of_blank_lines_are_shortened_between_paragraphs():
    assert seen(html.article("One.\n\n \n\n\nTwo.", [])) == "One.\n\nTwo."
