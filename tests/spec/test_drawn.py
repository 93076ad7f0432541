"""The reader of drawn tables, by example."""

from __future__ import annotations

import pytest

from pipeline.records import Document, Extraction, PartialDate, Participant, Report
from tests.spec import drawn

TALKS = Report(
    "d1",
    0,
    "held",
    "phone",
    (
        Participant("CHL", "Chile", "country", "Ana Rojas", "foreign minister", "minister"),
        Participant("PRT", "Portugal", "country", "Rui Costa", principal=False),
        Participant("PRT", "Portugal", "country"),
    ),
    PartialDate(2022, 5),
)
PLANNED = Report("d1", 1, "planned", "unknown", TALKS.participants)
EXTRACTION = Extraction(Document("d1", "a.txt", "", ""), (TALKS, PLANNED))


def test_a_line_of_columns_and_a_line_a_row_are_read():
    table = """
        parties | date
        CHL PRT | 2022-05
    """
    assert drawn.rows(table) == [{"parties": "CHL PRT", "date": "2022-05"}]


def test_only_the_columns_asked_for_are_drawn():
    assert drawn.drawn(EXTRACTION, ["date", "mode"]) == [{"date": "2022-05", "mode": "phone"}]


def test_the_column_status_shows_what_was_not_held_too():
    assert drawn.drawn(EXTRACTION, ["status"]) == [{"status": "held"}, {"status": "planned"}]


def test_what_is_not_stated_is_drawn_as_a_dash():
    assert drawn.drawn(EXTRACTION, ["place", "occasion", "until"]) == [{"place": "-", "occasion": "-", "until": "-"}]


def test_who_led_a_side_and_who_came_along_are_two_columns():
    shown = {"people": "Ana Rojas", "attendees": "Rui Costa", "roles": "foreign minister"}
    assert drawn.drawn(EXTRACTION, list(shown)) == [shown]


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("parties | date\nCHL PRT", "zip"),
        ("colour | date\nred | 2022", "no such columns: colour"),
        ("parties | date", "at least one row"),
    ],
)
def test_a_table_drawn_wrongly_is_refused(table: str, problem: str):
    with pytest.raises(ValueError, match=problem):
        drawn.rows(table)
