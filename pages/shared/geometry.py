"""What the base map can draw: the country shapes in the vendored geometry."""

from __future__ import annotations

import functools
import json
from pathlib import Path

TOPOJSON = Path(__file__).parents[2] / "static" / "topojson" / "world_110m.json"
RESOLUTION = 110
"""1:110 million, which a browser draws five times as fast as 1:50; only what has no shape there is as fine as that."""

CONFIG = {
    "topojsonURL": "app/static/topojson/",
    "displaylogo": False,
    "scrollZoom": False,
    "modeBarButtonsToRemove": ["select2d", "lasso2d"],
}
"""For every chart; plotly.js fetches the shapes from this server. Relative, so that it also holds under a base path."""

BORDERS_NOTE = (
    "Borders: United Nations geodata by way of plotly.js; they imply no opinion on the status of any territory."
)


@functools.cache
def shapes() -> frozenset[str]:
    """Alpha-3 codes of the countries that have a shape."""
    topology = json.loads(TOPOJSON.read_text(encoding="utf-8"))
    return frozenset(shape["id"] for shape in topology["objects"]["countries"]["geometries"] if "id" in shape)
