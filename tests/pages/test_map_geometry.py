"""The vendored borders belong to the plotly.js that Streamlit brings."""

from __future__ import annotations

import re
from pathlib import Path

import plotly
import streamlit

from pages.shared import geometry


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
