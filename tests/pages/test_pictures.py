"""What a chart's picture is called and says, without a browser; the pictures themselves are in ``tests/browser``."""

from __future__ import annotations

import pytest

from pages.shared import charts, pictures


def test_a_picture_is_named_after_its_chart_its_filters_and_its_data():
    name = pictures.file_name("Who met, and where", ["Country: Côte d'Ivoire"], "99e9c59b7a01")
    assert name == "sidelines-who-met-and-where-country-côte-d-ivoire-99e9c59b"


def test_many_filters_do_not_make_a_name_that_no_system_takes():
    name = pictures.file_name("Meetings over time", [f"Country: Country {n}" for n in range(40)], "99e9c59b7a01")
    assert len(name) < 100
    assert name.endswith("-99e9c59b")


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ([], "All held meetings. Sidelines, data version 99e9c59b"),
        (["Country: Cuba"], "Country: Cuba. Sidelines, data version 99e9c59b"),
        (list("abcdef"), "a, b, c, d and 2 more. Sidelines, data version 99e9c59b"),
    ],
)
def test_a_picture_says_what_is_filtered_and_which_data_it_shows(filters, said):
    assert pictures.source(filters, "99e9c59b7a01") == said


@pytest.mark.parametrize("page", ["", "map", "timeline", "countries", "topics", "people", "network"])
def test_every_chart_of_a_page_can_be_saved(dashboard, seeds_build, page):
    """Each chart is followed by its two buttons."""
    app = dashboard(seeds_build, page)
    assert not app.exception
    plotted = {element.proto.id for element in app.get("plotly_chart")}
    buttons = [element for element in app.get("bidi_component") if element.key.endswith("_picture")]
    assert plotted
    assert len(buttons) == len(plotted)


@pytest.mark.parametrize(
    ("label", "drawn"),
    [
        ("Trade", "Trade"),
        ("Regional and international developments", "Regional and international<br>developments"),
        (
            "Arab League Educational, Cultural and Scientific Organization",
            "Arab League Educational,<br>Cultural and Scientific…",
        ),
    ],
)
def test_a_long_label_takes_two_lines_and_no_more(label, drawn):
    assert charts.wrapped(label) == drawn
