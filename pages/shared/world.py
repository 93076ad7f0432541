"""The world map all map views share: countries shaded, seats as diamonds, places as dots; pure functions of frames."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.shared import geometry, palette, words

FEW = 30
"""Meetings at a place; where none has more, no mark grows to its full size."""


def world_map(
    counterparts: pd.DataFrame, places: pd.DataFrame, focus: Collection[str] = (), height: int = 430
) -> go.Figure:
    """Counterpart countries shaded by meetings, meeting places as dots.

    Args:
        counterparts: One row a party: ``party_id``, ``name``, ``party_type``, ``n``, ``latitude``, ``longitude``.
        places: One row a place: ``city``, ``country_name``, ``n``, ``latitude``, ``longitude``.
        focus: Parties whose counterparts are shown; drawn grey and left out of the scale.
        height: In pixels.

    Returns:
        A figure whose points carry ``party_id`` as customdata, for clicks.
    """
    figure = go.Figure()
    shaped = counterparts[counterparts["party_id"].isin(geometry.shapes())]
    in_focus = shaped[shaped["party_id"].isin(focus)]
    scaled = shaped[~shaped["party_id"].isin(focus)]
    _add_shapes(figure, in_focus, scaled)
    _add_places(figure, places)
    # On top and small: the United Nations sit in New York, and can be clicked, which a place cannot.
    _add_bubbles(figure, counterparts[~counterparts["party_id"].isin([*geometry.shapes(), *focus])])
    style_map(figure, height)
    return figure


def style_map(figure: go.Figure, height: int) -> None:
    """Base map and layout that all maps share."""
    figure.update_geos(
        resolution=geometry.RESOLUTION,
        projection_type="natural earth",
        lataxis_range=[-57, 84],
        bgcolor="rgba(0,0,0,0)",
        showland=True,
        landcolor=palette.LAND,
        showcountries=True,
        countrycolor=palette.BORDER,
        countrywidth=0.4,
        showcoastlines=False,
        showframe=False,
        showlakes=False,
    )
    figure.update_layout(
        margin={"l": 0, "r": 0, "t": 28, "b": 52},
        height=height,
        legend={"orientation": "h", "y": 1, "x": 0, "yanchor": "bottom"},
        clickmode="event+select",
        dragmode="pan",
        modebar={"orientation": "v"},  # lying it would hide the legend on a phone, where it is always there
    )


def colour_bar(title: str, ticks: list[int], y: float = -0.02, anchor: str = "top") -> dict[str, Any]:
    """A scale lying under the map, so that it takes no width on a phone."""
    return {
        "orientation": "h",
        "thickness": 8,
        "len": 0.5,
        "x": 0,
        "xanchor": "left",
        "y": y,
        "yanchor": anchor,
        "tickvals": ticks,
        "tickformat": ",d",
        "title": {"text": title, "side": "top"},
        "outlinewidth": 0,
    }


def _add_shapes(figure: go.Figure, in_focus: pd.DataFrame, scaled: pd.DataFrame) -> None:
    line = {"color": palette.BORDER, "width": 0.6}
    if len(in_focus):
        figure.add_choropleth(
            locations=in_focus["party_id"],
            z=[1] * len(in_focus),
            colorscale=[[0, palette.FOCUS], [1, palette.FOCUS]],
            showscale=False,
            marker_line=line,
            customdata=in_focus[["party_id", "name", "n"]],
            hovertemplate="<b>%{customdata[1]}</b><br>in all that is counted here: %{customdata[2]:,}<extra></extra>",
        )
    if len(scaled):
        top = max(int(scaled["n"].max()), 2)
        figure.add_choropleth(
            locations=scaled["party_id"],
            z=scaled["n"],
            zmin=0,
            zmax=top,
            marker_line=line,
            customdata=scaled[["party_id", "name", "n"]],
            hovertemplate="<b>%{customdata[1]}</b><br>meetings: %{customdata[2]:,}<extra></extra>",
            colorbar=colour_bar("Meetings", whole_ticks(top)),
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )


def whole_ticks(top: int) -> list[int]:
    """At most six round numbers from 0 to ``top``: by ones, twos, fives, tens and so on."""
    step = next(digit * 10**power for power in range(12) for digit in (1, 2, 5) if top <= 5 * digit * 10**power)
    return list(range(0, top + 1, step))


def sizes(counts: pd.Series[int], least: float, most: float, top: int | None = None) -> pd.Series[float]:
    """Sizes of marks, by area: from ``least`` to ``most`` pixels, and smaller where all counts are small.

    Args:
        counts: Meetings.
        least: Pixels of none.
        most: Pixels of the largest.
        top: The largest count of the scale; that of ``counts`` when left out.
    """
    largest = max(int(counts.max()) if top is None else top, FEW)
    return least + (most - least) * (counts / largest).pow(0.5)


def _add_bubbles(figure: go.Figure, unshaped: pd.DataFrame) -> None:
    """Organisations, and countries the base map has no shape for, at their seat or capital."""
    located = unshaped.dropna(subset=["latitude", "longitude"])
    if located.empty:
        return
    figure.add_scattergeo(
        lat=located["latitude"],
        lon=located["longitude"],
        mode="markers",
        name="Organisation or small state, at its seat",
        marker={
            "symbol": "diamond",
            "size": sizes(located["n"], 7, 14),
            "color": palette.ACCENT,
            "opacity": 1,
            "line": {"color": "#ffffff", "width": 1},
        },
        customdata=located[["party_id", "name", "n"]],
        hovertemplate="<b>%{customdata[1]}</b><br>meetings: %{customdata[2]:,}<extra></extra>",
    )


def _add_places(figure: go.Figure, places: pd.DataFrame) -> None:
    located = places.dropna(subset=["latitude", "longitude"])
    if located.empty:
        return
    where = [words.place(city, country) for city, country in zip(located["city"], located["country_name"], strict=True)]
    figure.add_scattergeo(
        lat=located["latitude"],
        lon=located["longitude"],
        mode="markers",
        name="Where they met",
        marker={
            "size": sizes(located["n"], 5, 22),
            "color": palette.WARM,
            "opacity": 0.85,
            "line": {"color": "#ffffff", "width": 1},
        },
        customdata=list(zip([""] * len(located), where, located["n"], strict=True)),
        hovertemplate="<b>%{customdata[1]}</b><br>meetings held here: %{customdata[2]:,}<extra></extra>",
    )
