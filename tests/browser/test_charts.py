"""Charts taken away as pictures and tables, in a real browser: what arrives is a file with the chart in it."""

from __future__ import annotations

import re
import struct
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect
from streamlit import config

from tests.browser.conftest import PHONE

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = [
    ("/", "map"),
    ("/", "timeline"),
    ("/?country=KAZ", "ranking_counterpart"),
    ("/map?show=years", "map_years"),
    ("/timeline", "calendar"),
    ("/countries?who=KAZ&who=RUS", "compare_when"),
    ("/network", "network"),
]


def save(page, key: str, form: str):
    """Press a chart's button and wait for the file."""
    button = page.locator(f".st-key-{key}_picture").get_by_role("button", name=form)
    page.locator(f".st-key-{key} .main-svg").first.wait_for()
    button.wait_for()
    with page.expect_download() as download:
        button.click()
    return download.value


def drawing(saved) -> ET.Element:
    """The saved file, parsed; it is no drawing if it cannot be."""
    return ET.fromstring(saved.path().read_text(encoding="utf-8"))  # noqa: S314 - our own picture


def said(picture: ET.Element) -> str:
    """All texts of a drawing."""
    return " ".join("".join(text.itertext()) for text in picture.iter(f"{SVG}text"))


@pytest.mark.parametrize(("path", "key"), CHARTS)
def test_a_chart_can_be_saved_as_svg(server, visit, path, key):
    """The file is SVG, holds marks of the chart, and says above them what they are and which data they show."""
    page = visit(server).open(path)
    saved = save(page, key, "SVG")
    picture = drawing(saved)
    assert re.fullmatch(r"sidelines-[\w-]+-[0-9a-f]{8}\.svg", saved.suggested_filename)
    assert picture.tag == f"{SVG}svg"
    assert len(list(picture.iter(f"{SVG}path"))) > 3
    assert re.search(r"Sidelines, data version [0-9a-f]{8}", said(picture))


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desk", "phone"])
def test_a_chart_can_be_saved_as_png(server, visit, viewport):
    """A true PNG, three times as fine as the screen, and wide enough for its title on a phone too."""
    page = (visit(server, viewport) if viewport else visit(server)).open("/")
    content = save(page, "timeline", "PNG").path().read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    assert width >= 3 * 720
    assert height > 3 * 200
    assert len(content) > 20_000


def test_a_picture_tells_its_filters_and_the_year_that_is_shown(server, visit):
    """What stands on the page around the chart would else be lost."""
    page = visit(server).open("/map?show=years&country=KAZ")
    saved = save(page, "map_years", "SVG")
    told = said(drawing(saved))
    assert "Whom Kazakhstan met, and where, year by year, 2021" in told
    assert "Country: Kazakhstan" in told
    assert "country-kazakhstan" in saved.suggested_filename
    assert "Play" not in told


def test_saving_leaves_the_chart_on_the_page_as_it_was(server, visit):
    """The title belongs to the picture; the page has its own."""
    page = visit(server).open("/timeline")
    save(page, "calendar", "SVG")
    expect(page.locator(".st-key-calendar .annotation")).to_have_count(0)
    camera = page.locator(".st-key-calendar .modebar-btn").first
    expect(camera).to_have_attribute("data-title", "Download plot as a PNG")


def test_a_picture_saved_in_the_dark_theme_can_be_read(server, visit):
    """Light text wants the dark ground with it."""
    page = visit(server, scheme="dark").open("/timeline")
    content = save(page, "calendar", "SVG").path().read_text(encoding="utf-8")
    assert "rgb(17, 23, 30)" in content


def test_the_table_behind_a_chart_opens_beside_it(server, visit):
    """The rows are sent when somebody asks for them."""
    page = visit(server).open("/")
    expect(page.get_by_test_id("stDataFrame")).to_have_count(1)
    page.locator(".st-key-timeline_table").get_by_role("button").click()
    expect(page.get_by_test_id("stPopoverBody").get_by_test_id("stDataFrame")).to_be_visible()


def test_lanes_and_articles_read_zoom_together(server, visit):
    """Dragging over the lanes narrows the strip below them to the same days."""
    page = visit(server).open("/timeline")
    plot = page.locator("[class*=st-key-lanes_country] .js-plotly-plot")
    plot.locator(".main-svg").first.wait_for()
    ticks = plot.locator(".xaxislayer-above .xtick text")
    before = ticks.all_text_contents()
    lanes = plot.locator(".nsewdrag").first.bounding_box()
    page.mouse.move(lanes["x"] + lanes["width"] * 0.8, lanes["y"] + 60)
    page.mouse.down()
    page.mouse.move(lanes["x"] + lanes["width"] * 0.9, lanes["y"] + 60, steps=5)
    page.mouse.up()
    expect(ticks.first).not_to_have_text(before[0])
    ranges = plot.evaluate(
        "plot => [plot._fullLayout.xaxis.range, plot._fullLayout.yaxis2.anchor, plot._fullLayout.xaxis2]"
    )
    assert ranges[1:] == ["x", None]
    assert ranges[0][0] > "2019"


DRAWINGS = """
    window.drawings = {};
    const seen = new WeakSet();
    new MutationObserver(() => {
      for (const plot of document.querySelectorAll(".js-plotly-plot")) {
        if (seen.has(plot) || !plot.on) continue;
        seen.add(plot);
        const key = plot.closest("[class*=st-key]").className.match(/st-key-([\\w-]+)/)[1];
        window.drawings[key] = 1;
        plot.on("plotly_beforeplot", () => (window.drawings[key] += 1));
      }
    }).observe(document, { subtree: true, childList: true });
"""


@pytest.mark.parametrize("path", ["/", "/map?show=years", "/timeline", "/countries?who=KAZ&who=RUS", "/network"])
def test_a_chart_is_drawn_once(server, visit, path):
    """Twice as often would take twice as long, which nobody would see but in the time."""
    reader = visit(server)
    reader.page.add_init_script(DRAWINGS)
    page = reader.open(path)
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    page.wait_for_function("Object.keys(drawings).length === document.querySelectorAll('.stPlotlyChart').length")
    page.wait_for_load_state("networkidle")
    drawings = page.evaluate("drawings")
    assert drawings
    assert set(drawings.values()) == {1}, drawings


@pytest.mark.parametrize(("scheme", "other"), [("light", "Dark"), ("dark", "Light")])
def test_charts_follow_the_theme_that_a_reader_chooses(server, visit, scheme, other):
    """Dark letters on the dark ground could not be read."""
    page = visit(server, scheme=scheme).open("/")
    letters = "document.querySelector('.js-plotly-plot')._fullLayout.font.color"
    of_theme = {theme: config.get_option(f"theme.{theme}.textColor") for theme in ("light", "dark")}
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    assert page.evaluate(letters) == of_theme[scheme]
    page.get_by_test_id("stMainMenu").get_by_role("button").click()
    page.locator(f"[role=menu] :text-is('{other}')").first.click()
    page.wait_for_function(f"{letters} === '{of_theme[other.lower()]}'")
