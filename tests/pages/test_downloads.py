"""Every download holds exactly the meetings that the page shows."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from pages.shared import downloads
from pipeline import export, schema
from pipeline.query import Filters

KAZAKHSTAN = Filters(country=("KAZ",))


@pytest.fixture(autouse=True)
def build(monkeypatch, seeds_build):
    monkeypatch.setenv("SIDELINES_BUILD", str(seeds_build))


def made(form: str, table: str = "meetings") -> bytes:
    return downloads.content(KAZAKHSTAN, form, "http://127.0.0.1/meetings", table)


@pytest.mark.parametrize("table", downloads.OFFERED)
def test_each_table_has_the_columns_of_the_contract(table):
    rows = csv.DictReader(io.StringIO(made("csv", table).decode()))
    assert tuple(rows.fieldnames or ()) == schema.TABLES[table].names


def test_the_csv_has_the_three_meetings_with_kazakhstan():
    rows = list(csv.DictReader(io.StringIO(made("csv").decode())))
    assert sorted(row["date"] for row in rows) == ["", "2017-09-22", "2021-09"]


def test_the_zip_says_what_it_is_and_holds_the_same_rows():
    with zipfile.ZipFile(io.BytesIO(made("zip"))) as archive:
        readme = next(name for name in archive.namelist() if name.endswith("README.md"))
        assert "Kazakhstan" in archive.read(readme).decode()
        table = next(name for name in archive.namelist() if name.endswith("meetings.csv") and "meeting_" not in name)
        assert len(list(csv.DictReader(io.StringIO(archive.read(table).decode())))) == 3


def test_json_and_geojson_hold_the_same_meetings():
    assert len(json.loads(made("json"))["meetings"]) == 3
    assert len(json.loads(made("geojson"))["features"]) == 3


@pytest.mark.parametrize("form", list(export.FORMATS))
def test_each_format_on_a_button_can_be_made(form):
    assert made(form)
    assert downloads.FORMAT_WORDS[form]


def test_a_large_selection_is_not_offered_as_a_workbook(dashboard, seeds_build, monkeypatch):
    monkeypatch.setattr(downloads, "WORKBOOK_ROWS", 5)
    app = dashboard(seeds_build, "data")
    assert not app.exception
    assert any("Excel: up to 5 meetings" in caption.value for caption in app.caption)
