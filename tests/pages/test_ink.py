"""Charts are dressed for the reader's theme on the server, in a form that Streamlit's browser side draws but once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
import streamlit as st

from pages.shared import charts, ink


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_and_scales_are_those_of_the_theme(scheme):
    figure = go.Figure([go.Choropleth(locations=["SYR"], z=[3]), go.Heatmap(z=[[1, 2]])])
    dressed = ink.dressed(figure, scheme)
    steps = st.get_option(f"theme.{scheme}.chartSequentialColors")
    assert dressed.layout.font.color == st.get_option(f"theme.{scheme}.textColor")
    for trace in dressed.data:
        assert [colour for _, colour in trace.colorscale] == steps
        assert (trace.colorscale[0][0], trace.colorscale[-1][0]) == (0, 1)


def test_the_frames_of_a_figure_that_plays_are_dressed_as_well():
    trace = go.Choropleth(locations=["SYR"], z=[3])
    dressed = ink.dressed(go.Figure(data=[trace], frames=[go.Frame(name="2021", data=[trace])]), "dark")
    assert dressed.frames[0].data[0].colorscale == dressed.data[0].colorscale


def test_what_a_figure_says_of_its_own_looks_holds():
    figure = go.Figure(go.Choropleth(locations=["SYR"], z=[3], colorscale=[[0, "#111111"], [1, "#222222"]]))
    figure.update_layout(margin={"l": 3}, legend={"orientation": "h"}, font={"size": 20})
    figure.update_xaxes(gridcolor="#333333", automargin=False)
    dressed = ink.dressed(figure, "light")
    assert dressed.data[0].colorscale == ((0, "#111111"), (1, "#222222"))
    assert (dressed.layout.margin.l, dressed.layout.legend.orientation, dressed.layout.font.size) == (3, "h", 20)
    assert dressed.layout.font.color
    assert (dressed.layout.xaxis.gridcolor, dressed.layout.xaxis.automargin) == ("#333333", False)


def test_nothing_is_packed_since_a_fresh_copy_of_packed_numbers_would_be_drawn_again():
    rows = pd.DataFrame({"label": ["Syria", "Iran"], "n": [3, 2], "id": ["SYR", "IRN"]})
    sent = ink.dressed(charts.ranking(rows), "light").to_json()
    assert "bdata" not in sent
    assert '"x":[3,2]' in sent


@pytest.mark.parametrize(
    ("packed", "listed"),
    [
        (np.array([1, 2, 3]), [1, 2, 3]),
        (np.array([[0.5, 1.5], [2.5, 3.5]]), [[0.5, 1.5], [2.5, 3.5]]),
        (np.array(["2021-02-17", "2021-09-01"], "datetime64[ns]"), ["2021-02-17T00:00:00", "2021-09-01T00:00:00"]),
    ],
)
def test_arrays_become_lists_of_the_same_values(packed, listed):
    trace = go.Heatmap(z=packed) if packed.ndim == 2 else go.Scatter(x=packed)
    dressed = ink.dressed(go.Figure(trace), "light").data[0]
    found = dressed.z if packed.ndim == 2 else dressed.x
    assert [list(row) if packed.ndim == 2 else row for row in found] == listed
