"""The schema refuses what it should: every check is tripped by one bad row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

from pipeline import records, schema, tables
from tests import handmade


@pytest.fixture
def good() -> tables.Tables:
    return handmade.built()


def changed(good: tables.Tables, table: str, row: int, **cells: object) -> tables.Tables:
    """The tables with some cells of one row replaced."""
    frame = dict(good.items())[table].copy()
    for column, value in cells.items():
        frame.loc[frame.index[row], column] = value
    return replace(good, **{table: frame})


def row_of(good: tables.Tables, table: str, **cells: object) -> int:
    """Position of the first row with these cells."""
    frame = dict(good.items())[table]
    mask = pd.Series(True, index=frame.index)
    for column, value in cells.items():
        mask &= frame[column] == value
    return int(mask.to_numpy().argmax())


def test_sound_tables_have_no_problem(good):
    assert schema.check(good) == []


def test_empty_tables_have_no_problem():
    assert schema.check(tables.Tables.empty()) == []


BAD_CELLS = [
    ("meetings", {"status": "maybe"}, "meetings.status: 'maybe' is not one of held, planned, mentioned, cancelled"),
    ("meetings", {"mode": "fax"}, "meetings.mode: 'fax' is not one of in_person, phone, video, unknown"),
    ("meetings", {"country": "Syria"}, "meetings.country: 'Syria' is not an ISO 3166-1 alpha-3 code"),
    ("meetings", {"date": "17/02/2021"}, "meetings.date: '17/02/2021' is not a date as YYYY, YYYY-MM or YYYY-MM-DD"),
    ("meetings", {"date": "2021-02-30"}, "meetings.date: '2021-02-30' is not a date as YYYY, YYYY-MM or YYYY-MM-DD"),
    ("meetings", {"date": "2021-2"}, "meetings.date: '2021-2' is not a date as YYYY, YYYY-MM or YYYY-MM-DD"),
    ("meetings", {"confidence": 1.2}, "meetings.confidence: 1.2 is outside 0 to 1"),
    ("meetings", {"latitude": 133.0}, "meetings.latitude: 133.0 is outside -90 to 90"),
    ("meetings", {"n_parties": -1}, "meetings.n_parties: -1 is outside 0 to any"),
    ("meetings", {"title": None}, "meetings.title: empty in 1 rows, but required"),
    ("meetings", {"city": ""}, "meetings.city: an empty text where nothing is meant by a missing value"),
    ("meetings", {"meeting_id": None}, "meetings.meeting_id: empty in 1 rows, but required"),
    ("meetings", {"country": "ZZZ"}, "meetings.country: 'ZZZ' is not in parties.party_id"),
    ("documents", {"published": "2021-02"}, "documents.published: '2021-02' is not a day as YYYY-MM-DD"),
    ("documents", {"is_copy_of": "d0"}, "documents.is_copy_of: 'd0' is not in documents.doc_id"),
    ("participants", {"meeting_id": "m-0"}, "participants.meeting_id: 'm-0' is not in meetings.meeting_id"),
    ("participants", {"party_id": "XXX"}, "participants.party_id: 'XXX' is not in parties.party_id"),
    ("participants", {"person_id": "nobody"}, "participants.person_id: 'nobody' is not in people.person_id"),
    ("participants", {"level": "boss"}, "participants.level: 'boss' is not one of"),
    ("participants", {"position": 1}, "participants: key (meeting_id, position) is repeated for m-call/1"),
    ("meeting_topics", {"topic": "gossip"}, "meeting_topics.topic: 'gossip' is not in topics.topic"),
    ("meeting_sources", {"doc_id": "d0"}, "meeting_sources.doc_id: 'd0' is not in documents.doc_id"),
    ("evidence", {"field": "mood"}, "evidence.field: 'mood' is not one of"),
    ("evidence", {"text": "debated"}, "the article has 'discussed', the row 'debated'"),
    ("evidence", {"end": 9999}, "outside the article's 132 characters"),
    ("evidence", {"start": 63}, "outside the article's 132 characters"),
    ("conflicts", {"meeting_id": "m-0"}, "conflicts.meeting_id: 'm-0' is not in meetings.meeting_id"),
    ("aliases", {"meeting_id": "m-0"}, "aliases.meeting_id: 'm-0' is not in meetings.meeting_id"),
    ("people", {"party_id": "XXX"}, "people.party_id: 'XXX' is not in parties.party_id"),
    ("parties", {"party_type": "planet"}, "parties.party_type: 'planet' is not one of"),
]


@pytest.mark.parametrize(("table", "cells", "sentence"), BAD_CELLS)
def test_a_bad_cell_is_named_with_table_column_and_value(good, table, cells, sentence):
    problems = schema.check(changed(good, table, 0, **cells))
    assert any(sentence in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"date_precision": "month"}, "meetings.date_precision: 'month' for date '2021-02-17' of m-call"),
        ({"date_precision": "unknown"}, "meetings.date_precision: 'unknown' for date '2021-02-17' of m-call"),
        ({"date": None}, "meetings.date_precision: 'day' for date '' of m-call"),
        ({"date_basis": None}, "meetings.date_basis: '' for date '2021-02-17' of m-call"),
        ({"date_end": "2021-02-16"}, "meetings.date_end: '2021-02-16' is before '2021-02-17' of m-call"),
    ],
)
def test_a_date_agrees_with_its_precision_basis_and_end(good, cells, sentence):
    problems = schema.check(changed(good, "meetings", row_of(good, "meetings", meeting_id="m-call"), **cells))
    assert sentence in problems


def test_an_end_without_a_beginning_is_refused(good):
    problems = schema.check(changed(good, "meetings", row_of(good, "meetings", meeting_id="m-plan"), date_end="2021"))
    assert "meetings.date_end: '2021' without a date of m-plan" in problems


def test_a_date_that_was_corrected_away_keeps_its_basis(good):
    row = row_of(good, "meetings", meeting_id="m-plan")
    assert schema.check(changed(good, "meetings", row, date_basis="corrected")) == []


def test_evidence_needs_the_text_of_its_article(good):
    problems = schema.check(replace(good, texts=good.texts[good.texts["doc_id"] != handmade.DOCUMENTS["again"].doc_id]))
    assert any("the article has no text in texts" in problem for problem in problems)


def test_missing_unknown_and_wrongly_typed_columns_and_tables_are_named(good):
    frames = dict(good.items())
    del frames["topics"]
    frames["aliases"] = good.aliases.drop(columns="old_id").assign(mood="fine")
    frames["meetings"] = good.meetings.astype({"n_parties": "float64"})
    assert schema.check(frames)[:4] == [
        "topics: the table is missing",
        "meetings.n_parties: type is float64, expected int64",
        "aliases.old_id: the column is missing",
        "aliases.mood: the column is not declared",
    ]


def test_a_boolean_is_a_boolean(good):
    frames = dict(good.items()) | {"meeting_sources": good.meeting_sources.assign(is_lead="true")}
    assert schema.check(frames) == ["meeting_sources.is_lead: type is str, expected bool"]


def test_closed_vocabularies_are_those_of_the_records():
    columns = schema.TABLES["meetings"].column("status"), schema.TABLES["participants"].column("level")
    assert [column.values for column in columns] == [get_args(records.Status), get_args(records.Level)]


def test_every_foreign_key_leads_to_a_key_of_a_declared_table():
    for table in schema.TABLES.values():
        for key in table.foreign_keys:
            assert key.column in table.names
            assert schema.TABLES[key.table].key == (key.target,)


def test_the_contract_is_kept():
    """The columns others rely on, as the design fixes them, are all declared."""
    contract = {
        "documents": "doc_id path url outlet title published published_basis language kind n_chars sha256 status error",
        "meetings": "meeting_id date date_end date_precision date_basis status mode setting city country latitude longitude"
        " venue occasion title n_parties n_sources confidence review",
        "participants": "meeting_id party_id party party_type person_id name role level principal",
        "meeting_topics": "meeting_id topic confidence",
        "meeting_sources": "meeting_id doc_id is_lead",
        "evidence": "meeting_id doc_id field value start end text rule",
        "people": "person_id name aliases party_id role first_seen last_seen n_meetings",
        "parties": "party_id name party_type region subregion latitude longitude",
        "topics": "topic label description plover_context",
    }
    for name, columns in contract.items():
        assert schema.TABLES[name].names[: len(columns.split())] == tuple(columns.split())


def test_the_codebook_on_disk_is_the_schema(root: Path):
    """When this fails: ``sidelines describe > docs/codebook.md``."""
    assert (root / "docs" / "codebook.md").read_text(encoding="utf-8") == schema.codebook()


def test_the_codebook_has_every_column_with_its_meaning():
    for table in schema.TABLES.values():
        for column in table.columns:
            assert f"| `{column.name}` | {column.kind} |" in schema.codebook()
            assert column.description.endswith("."), column


def test_the_data_package_leaves_out_keys_to_tables_it_does_not_hold():
    package = schema.data_package(["meetings", "participants"], {"meetings": {"bytes": 5}})
    meetings, participants = package["resources"]
    assert meetings["bytes"] == 5
    assert "foreignKeys" not in meetings["schema"]
    assert [key["reference"]["resource"] for key in participants["schema"]["foreignKeys"]] == ["meetings"]


def test_a_reference_within_a_table_is_written_as_the_standard_asks():
    documents = schema.data_package()["resources"][0]
    own = [key for key in documents["schema"]["foreignKeys"] if key["fields"] == ["is_copy_of"]]
    assert own == [{"fields": ["is_copy_of"], "reference": {"resource": "", "fields": ["doc_id"]}}]
