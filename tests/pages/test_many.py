"""Pages over many meetings send a page of rows, never a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import store
from tests.benchmarks import generate

MEETINGS = 100_000
LARGEST_TABLE = 500
"""Rows a page may send; the Meetings page has fifty, lists of parties a few hundred."""


@pytest.fixture(scope="module")
def large_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    build = tmp_path_factory.mktemp("many") / "build"
    store.write(generate.generate(MEETINGS), build)
    return build


@pytest.mark.parametrize(
    "page", ["", "meetings", "map", "timeline", "countries", "people", "topics", "network", "data"]
)
def test_a_page_over_many_meetings_stays_small(dashboard, large_build, page):
    app = dashboard(large_build, page)
    assert not app.exception
    assert all(len(table.value) <= LARGEST_TABLE for table in app.dataframe)


def test_the_last_page_of_the_list_can_be_reached(dashboard, large_build):
    app = dashboard(large_build, "meetings")
    app.session_state["rows_page"] = 10_000
    app.run()
    assert not app.exception
    assert 0 < len(app.dataframe[0].value) <= 50
