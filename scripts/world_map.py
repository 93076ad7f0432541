"""The base map of the dashboard, from two that plotly.js brings: coarse shapes, and fine ones of what these leave out.

    python -m scripts.world_map world_110m.json world_50m.json

At 1:110 million a browser draws the world five times as fast as at 1:50 million, but Bahrain, Malta and Singapore are
missing there.
Where the two files come from says ``static/topojson/SOURCE.md``.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pages.shared import geometry

Topology = dict[str, Any]


def joined(coarse: Topology, fine: Topology) -> Topology:
    """A topology with every country of both.

    Args:
        coarse: Its shapes stay as they are.
        fine: Gives the countries that ``coarse`` has not, as countries and as land.
    """
    countries = coarse["objects"]["countries"]["geometries"]
    known = {shape.get("id") for shape in countries}
    missing = [shape for shape in fine["objects"]["countries"]["geometries"] if shape.get("id") not in known]
    used = sorted({number for shape in missing for number in _arcs(shape["arcs"])})
    moved = {number: len(coarse["arcs"]) + place for place, number in enumerate(used)}
    added = [{**shape, "arcs": _renumbered(shape["arcs"], moved)} for shape in missing]
    land, *others = coarse["objects"]["land"]["geometries"]
    polygons = [polygon for shape in added for polygon in _polygons(shape)]
    return {
        **coarse,
        "arcs": [*coarse["arcs"], *(_requantized(fine["arcs"][number], fine, coarse) for number in used)],
        "objects": {
            **coarse["objects"],
            "countries": {**coarse["objects"]["countries"], "geometries": [*countries, *added]},
            "land": {
                **coarse["objects"]["land"],
                "geometries": [{**land, "arcs": [*land["arcs"], *polygons]}, *others],
            },
        },
    }


def _arcs(nested: Any) -> Iterator[int]:
    """Numbers of the arcs of a shape; TopoJSON writes one that runs backwards as its complement."""
    for item in nested:
        if isinstance(item, list):
            yield from _arcs(item)
        else:
            yield item if item >= 0 else ~item


def _renumbered(nested: Any, moved: dict[int, int]) -> Any:
    if isinstance(nested, list):
        return [_renumbered(item, moved) for item in nested]
    return moved[nested] if nested >= 0 else ~moved[~nested]


def _polygons(shape: dict[str, Any]) -> list[Any]:
    polygons: list[Any] = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return polygons


def _requantized(arc: list[list[int]], of: Topology, into: Topology) -> list[list[int]]:
    """An arc on the grid of another topology; each point but the first is written as the step from the one before."""
    x = y = 0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append(
            [
                round((value * was + shift - to_shift) / to)
                for value, was, shift, to, to_shift in zip(
                    (x, y),
                    of["transform"]["scale"],
                    of["transform"]["translate"],
                    into["transform"]["scale"],
                    into["transform"]["translate"],
                    strict=True,
                )
            ]
        )
    steps = [[now[0] - before[0], now[1] - before[1]] for before, now in itertools.pairwise(points)]
    return [points[0], *steps]


def main(coarse: Path, fine: Path) -> None:
    """Write the map the dashboard serves."""
    topology = joined(*(json.loads(file.read_text(encoding="utf-8")) for file in (coarse, fine)))
    geometry.TOPOJSON.write_text(json.dumps(topology, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
