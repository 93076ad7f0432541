"""How good the extraction is, on the Data page: the figures are those of README.md and docs/extraction.md."""

from __future__ import annotations

import re

from pages.shared import data_view


def test_the_data_page_shows_the_figures_of_the_annotated_articles(dashboard, seeds_build):
    app = dashboard(seeds_build, "data")
    assert not app.exception
    shown = next(frame.value for frame in app.dataframe if "Two people" in frame.value)
    assert shown["Measure"].tolist() == [row["says"] for row in data_view.measured()["figures"]]
    assert any("annotated by hand" in text.value for text in app.markdown)


def test_they_are_the_figures_of_the_readme(root):
    table = (root / "README.md").read_text("utf-8").partition("<!-- figures -->")[2].partition("<!-- /figures -->")[0]
    rows = re.findall(r"^\| ([^|]+) \| (\d\.\d\d) \|", table, re.MULTILINE)
    assert rows == [(row["says"], f"{row['sidelines']:.2f}") for row in data_view.measured()["figures"]]


def test_their_reliability_is_that_of_the_page_on_extraction(root):
    page = (root / "docs" / "extraction.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d\.\d) to (\d\.\d) \| (\d+) \| (\d+) \|", page, re.MULTILINE)
    told = data_view.measured()["reliability"]
    assert rows == [(str(b["from"]), str(b["to"]), str(b["rows"]), str(b["right"])) for b in told]


def test_a_handful_of_rows_is_called_too_few():
    few = data_view.reliability({"from": 0.7, "to": 0.8, "rows": 2, "right": 1})
    many = data_view.reliability({"from": 0.9, "to": 1.0, "rows": 52, "right": 52})
    assert few.endswith("1 of 2 meetings right, too few to go by.")
    assert many.endswith("52 of 52 meetings right.")
