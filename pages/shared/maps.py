"""The map page's figures: parties by count or by last meeting, links from hosts to guests, and the years that play."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from pages.shared import geometry, palette, words, world

FRAME_MILLISECONDS = 900


def last_meeting(parties: pd.DataFrame, places: pd.DataFrame, focus: Collection[str], height: int) -> go.Figure:
    """Countries shaded by the year of their last meeting.

    Args:
        parties: As for :func:`pages.shared.world.world_map`, with ``last``.
        places: Places, drawn as dots.
        focus: Parties drawn grey.
        height: In pixels.
    """
    dated = parties[parties["last"].notna()]
    figure = world.world_map(dated, places, focus, height)
    scaled = dated[dated["party_id"].isin(geometry.shapes()) & ~dated["party_id"].isin(focus)]
    for trace in figure.data:
        if trace.type == "choropleth" and trace.showscale is not False:
            years = scaled["last"].str[:4].astype(int)
            trace.z = years
            trace.zmin, trace.zmax = int(years.min()) - 1, int(years.max())
            trace.customdata = [
                (party, name, words.day(last))
                for party, name, last in zip(scaled["party_id"], scaled["name"], scaled["last"], strict=True)
            ]
            trace.hovertemplate = "<b>%{customdata[1]}</b><br>last meeting: %{customdata[2]}<extra></extra>"
            trace.colorbar.title.text = "Year of the last meeting"
            trace.colorbar.tickvals = None
            trace.colorbar.tickformat = "d"
            trace.colorbar.nticks = 6
    return figure


def add_links(figure: go.Figure, links: pd.DataFrame) -> go.Figure:
    """Draw great circles from hosts to guests onto a map; the more meetings, the wider."""
    located = links.dropna(subset=["host_latitude", "host_longitude", "guest_latitude", "guest_longitude"])
    top = max(int(located["n"].max()), 1) if len(located) else 1
    figure.update_layout(margin={"b": 8})  # no scale below
    for index, link in enumerate(located.to_dict("records")):
        figure.add_scattergeo(
            lat=[link["host_latitude"], link["guest_latitude"]],
            lon=[link["host_longitude"], link["guest_longitude"]],
            mode="lines",
            line={"color": palette.WARM, "width": 0.8 + 3.2 * link["n"] / top},
            opacity=0.6,
            name="From host to guest",
            legendgroup="links",
            showlegend=index == 0,
            hoverinfo="text",
            text=f"{link['host_name']} received {link['guest_name']}: {words.count(link['n'], 'meeting')}",
        )
    return figure


def playing(
    by_year: pd.DataFrame, places: pd.DataFrame, focus: Collection[str], height: int, narrow: bool = False
) -> go.Figure:
    """Year after year: parties shaded by the meetings of that year, places as dots, on one scale throughout.

    Args:
        by_year: ``year party_id name n``.
        places: ``year city country_name latitude longitude n``.
        focus: Parties left out of the shading.
        height: In pixels.
        narrow: Whether it is drawn on a phone.

    Returns:
        A figure with one frame a year, a slider and a play button; it opens on the last year.
    """
    shaded = by_year[by_year["party_id"].isin(geometry.shapes()) & ~by_year["party_id"].isin(focus)]
    years = [str(year) for year in range(int(by_year["year"].min()), int(by_year["year"].max()) + 1)]
    top = max(int(shaded["n"].max()), 2) if len(shaded) else 2
    most = int(places["n"].max()) if len(places) else 1
    frames = [
        go.Frame(
            name=year,
            data=[
                _shading(shaded[shaded["year"] == int(year)], top),
                _dots(places[places["year"] == int(year)], most),
            ],
            traces=[0, 1],
        )
        for year in years
    ]
    figure = go.Figure(data=list(frames[-1].data), frames=frames)
    world.style_map(figure, height + 60)
    figure.update_layout(
        margin={"l": 0, "r": 0, "t": 8, "b": 92},
        showlegend=False,
        sliders=[_slider(years, 0.38 if narrow else 0.2)],
        updatemenus=[_buttons()],
    )
    return figure


def _shading(rows: pd.DataFrame, top: int) -> go.Choropleth:
    return go.Choropleth(
        locations=rows["party_id"],
        z=rows["n"],
        zmin=0,
        zmax=top,
        marker_line={"color": palette.BORDER, "width": 0.6},
        customdata=rows[["party_id", "name", "n"]],
        hovertemplate="<b>%{customdata[1]}</b><br>meetings this year: %{customdata[2]:,}<extra></extra>",
        colorbar=world.colour_bar("Meetings a year", world.whole_ticks(top), y=1.0, anchor="bottom"),
    )


def _dots(rows: pd.DataFrame, most: int) -> go.Scattergeo:
    where = [words.place(city, country) for city, country in zip(rows["city"], rows["country_name"], strict=True)]
    return go.Scattergeo(
        lat=rows["latitude"],
        lon=rows["longitude"],
        mode="markers",
        marker={
            "size": world.sizes(rows["n"], 5, 22, most),
            "color": palette.WARM,
            "opacity": 0.85,
            "line": {"color": "#ffffff", "width": 1},
        },
        customdata=list(zip([""] * len(rows), where, rows["n"], strict=True)),
        hovertemplate="<b>%{customdata[1]}</b><br>meetings held here this year: %{customdata[2]:,}<extra></extra>",
    )


def _slider(years: list[str], start: float) -> dict[str, Any]:
    still = {"mode": "immediate", "frame": {"duration": 0, "redraw": True}, "transition": {"duration": 0}}
    return {
        "active": len(years) - 1,
        "currentvalue": {"prefix": "Year ", "font": {"size": 14}},
        "x": start,
        "len": 0.98 - start,
        "y": 0,
        "pad": {"t": 18, "b": 8},
        "steps": [{"label": year, "method": "animate", "args": [[year], still]} for year in years],
    }


def _buttons() -> dict[str, Any]:
    run = {"frame": {"duration": FRAME_MILLISECONDS, "redraw": True}, "fromcurrent": False, "mode": "immediate"}
    halt = {"frame": {"duration": 0, "redraw": False}, "mode": "immediate"}
    return {
        "type": "buttons",
        "direction": "left",
        "showactive": False,
        "x": 0,
        "xanchor": "left",
        "y": 0,
        "yanchor": "top",
        "pad": {"t": 34},
        "buttons": [
            {"label": "Play", "method": "animate", "args": [None, run]},
            {"label": "Pause", "method": "animate", "args": [[None], halt]},
        ],
    }
