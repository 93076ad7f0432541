"""The vendored borders belong to the plotly.js that Streamlit brings."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import plotly
import pytest
import streamlit

from pages.shared import geometry
from pipeline import lexicon
from scripts import world_map


def test_the_geometry_is_of_the_major_version_of_plotly_js_that_streamlit_bundles():
    """Another major version may ask for other files, and the map would stay blank without a word."""
    bundle = next((Path(streamlit.__file__).parent / "static" / "static" / "js").glob("PlotlyChart*.js"))
    bundled = re.search(r"plotly\.js v(\d+)", bundle.read_text(encoding="utf-8"))
    vendored = re.search(r"`plotly\.js` (\d+)\.", (geometry.TOPOJSON.parent / "SOURCE.md").read_text(encoding="utf-8"))
    assert bundled
    assert vendored
    assert bundled[1] == vendored[1]


def test_the_python_side_of_plotly_speaks_of_the_same_geometry():
    """plotly.py carries its own plotly.js; the exact version in use is read from there."""
    script = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    head = script.read_text(encoding="utf-8")[:300]
    version = re.search(r"plotly\.js v([\d.]+)", head)
    assert version
    assert version[1] in (geometry.TOPOJSON.parent / "SOURCE.md").read_text(encoding="utf-8")


def test_the_licence_lies_beside_the_geometry():
    assert "MIT" in (geometry.TOPOJSON.parent / "LICENSE").read_text(encoding="utf-8")


def corners(topology: dict[str, Any], code: str) -> set[tuple[float, float]]:
    """Longitude and latitude of the points of a country, to a tenth of a degree."""
    shape = next(shape for shape in topology["objects"]["countries"]["geometries"] if shape.get("id") == code)
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    (east, north), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = set()
    for arc in (arc for polygon in polygons for ring in polygon for arc in ring):
        x = y = 0
        for step in topology["arcs"][arc if arc >= 0 else ~arc]:
            x, y = x + step[0], y + step[1]
            found.add((round(west + x * east, 1), round(south + y * north, 1)))
    return found


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"), [("BHR", 50.5, 26), ("MLT", 14.4, 35.9), ("SGP", 103.8, 1.3), ("FRA", 2.5, 46.5)]
)
def test_small_states_have_a_shape_where_they_are(code, longitude, latitude):
    """They are missing in the coarse map and come from a finer one, whose grid is another."""
    shape = corners(json.loads(geometry.TOPOJSON.read_text(encoding="utf-8")), code)
    assert any(abs(x - longitude) < 8 and abs(y - latitude) < 8 for x, y in shape)
    if code != "FRA":
        assert all(abs(x - longitude) < 1 and abs(y - latitude) < 1 for x, y in shape)


def test_nearly_every_country_of_the_register_has_a_shape():
    countries = {party.party_id for party in lexicon.load().parties.values() if party.party_type == "country"}
    assert countries - geometry.shapes() == {"SMR", "VAT", "WLF", "XKX"}


def test_countries_that_the_coarse_map_lacks_come_from_the_fine_one():
    """The fine one has two arcs, on a grid twice as fine and shifted; the triangle of B runs one of them backwards."""
    grids = {"scale": [2, 2], "translate": [0, 0]}, {"scale": [1, 1], "translate": [-10, -10]}
    a = {"type": "Polygon", "id": "A", "arcs": [[0]]}
    b = {"type": "MultiPolygon", "id": "B", "arcs": [[[~1]]]}
    coarse, fine = (
        {
            "transform": grid,
            "arcs": arcs,
            "objects": {
                "countries": {"geometries": shapes},
                "land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[0]]]}]},
            },
        }
        for grid, arcs, shapes in (
            (grids[0], [[[0, 0], [1, 0], [-1, 1]]], [a]),
            (grids[1], [[[9, 9], [1, 1]], [[14, 14], [4, 0], [-4, 4]]], [a, b]),
        )
    )
    joined = world_map.joined(coarse, fine)
    assert [shape["id"] for shape in joined["objects"]["countries"]["geometries"]] == ["A", "B"]
    assert corners(joined, "B") == {(4, 4), (8, 4), (4, 8)}
    assert corners(joined, "A") == corners(coarse, "A")
    assert joined["objects"]["land"]["geometries"][0]["arcs"] == [[[0]], [[~1]]]
