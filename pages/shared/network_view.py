"""The network page's parts."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.shared import data, networks, overview, pictures, tables, words
from pipeline import query
from pipeline.query import Filters

PAIRS = 500
"""Pairs drawn; the most frequent."""

WIDE, NARROW = 1000, 330
"""Pixels the network has on a desk and on a phone, about; decides which names fit."""


def draw(filters: Filters) -> None:
    """The network of a selection, and the rows behind it."""
    edges = data.ask(query.edges, filters, limit=PAIRS)
    if edges.empty:
        st.info("No two parties met under these filters.")
        return
    steps = networks.thresholds(edges)
    least = st.select_slider(
        "Pairs that met at least",
        steps,
        value=networks.readable(edges, steps),
        format_func=lambda n: words.count(n, "time"),
        key=f"network_least_{steps[-1]}",
        width=360,
    )
    edges = edges[edges["n"] >= least]
    network = networks.graph(edges)
    ranks = networks.measures(network)
    with st.container(border=True):
        st.header("Who meets whom")
        pictures.draw(
            networks.figure(network, ranks, NARROW if overview.is_phone() else WIDE),
            key="network",
            title="Who meets whom",
            rows=None,
            on_select=lambda: overview.filter_by_click("network"),
        )
        st.caption(
            "Larger: more partners. Wider line: more meetings. Colour and shape: groups that meet among themselves more"
            " than with others. Click a party to filter by it. Meetings of more than twelve parties are left out."
        )
    people, pairs = st.tabs(["Parties", "Pairs"])
    with people:
        tables.plain(
            ranks.drop(columns="id").rename(columns=str.capitalize),
            columns={
                "Partners": st.column_config.NumberColumn(help="With how many others it met.", format=tables.COUNT),
                "Meetings": st.column_config.NumberColumn(help="Over all its pairs.", format=tables.COUNT),
                "Betweenness": st.column_config.NumberColumn(
                    help="Share of shortest paths between others that lead through it.", format="%.3f"
                ),
                "Community": st.column_config.NumberColumn("Group"),
            },
            alt="Parties with their place in the network",
        )
    with pairs:
        tables.plain(
            pd.DataFrame(
                {
                    "One": edges["source_name"],
                    "Other": edges["target_name"],
                    "Meetings": edges["n"],
                    "Last": [words.text(last, words.NO_DATE) for last in edges["last"]],
                }
            ),
            alt="Pairs of parties that met",
        )
