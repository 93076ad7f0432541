"""Who meets whom as a network: layout, communities and centrality from networkx, drawn as one figure."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping

import networkx as nx
import pandas as pd
import plotly.graph_objects as go

from pages.shared import palette, words

SEED = 7
"""Layout and communities depend on a start; a fixed one gives the same picture for the same data."""

LETTER, LINE = 6.2, 14
"""Pixels of a letter and of a line of the names, about."""

INSIDE = 0.85
"""Of width and height: what plotly leaves between the outermost marks."""

SIDES = ("top center", "bottom center", "middle right", "middle left")
"""Where a name may stand, best first."""


READABLE_PAIRS = 120
"""Lines that can be told apart; the picture opens with no more than these."""


def thresholds(edges: pd.DataFrame) -> list[int]:
    """Round numbers of meetings up to what the most frequent pair reaches: 1, 2, 5, 10, 20, 50 …; two at least.

    Args:
        edges: With ``n``; not empty.
    """
    most = int(edges["n"].max())
    rounds = [digit * 10**power for power in range(7) for digit in (1, 2, 5)]
    return [step for step in rounds if step <= max(most, 2)]


def readable(edges: pd.DataFrame, steps: list[int]) -> int:
    """The least threshold that leaves a picture one can read, and anything at all."""
    fitting = [step for step in steps if 0 < int((edges["n"] >= step).sum()) <= READABLE_PAIRS]
    return fitting[0] if fitting else 1


def graph(edges: pd.DataFrame) -> nx.Graph:
    """The network of a selection.

    Args:
        edges: ``source target source_name target_name n``.

    Returns:
        Nodes with ``name``, edges with ``weight``.
    """
    network = nx.Graph()
    for edge in edges.to_dict("records"):
        network.add_node(edge["source"], name=edge["source_name"])
        network.add_node(edge["target"], name=edge["target_name"])
        network.add_edge(edge["source"], edge["target"], weight=int(edge["n"]))
    return network


def measures(network: nx.Graph) -> pd.DataFrame:
    """Who stands where in the network.

    Returns:
        ``id name partners meetings betweenness community``, most partners first; communities are numbered from the
        largest, 1.
    """
    if not network:
        return pd.DataFrame(columns=["id", "name", "partners", "meetings", "betweenness", "community"])
    groups = nx.community.louvain_communities(network, weight="weight", seed=SEED)
    groups = sorted(groups, key=lambda group: (-len(group), min(group)))
    community = {node: number for number, group in enumerate(groups, start=1) for node in group}
    between = nx.betweenness_centrality(network)
    rows = [
        (
            node,
            network.nodes[node]["name"],
            network.degree(node),
            int(network.degree(node, weight="weight")),
            round(between[node], 3),
            community[node],
        )
        for node in network
    ]
    frame = pd.DataFrame(rows, columns=["id", "name", "partners", "meetings", "betweenness", "community"])
    return frame.sort_values(["partners", "meetings", "name"], ascending=[False, False, True], ignore_index=True)


def layout(network: nx.Graph) -> dict[str, tuple[float, float]]:
    """Where each node stands: the largest connected part fills the picture, the small ones stand in a row below it.

    Without that the small parts take the room, and the large one is a knot.
    """
    parts = sorted(nx.connected_components(network), key=lambda part: (-len(part), min(part)))
    places: dict[str, tuple[float, float]] = {}
    for number, part in enumerate(parts):
        inner = network.subgraph(sorted(part))
        found = nx.spring_layout(inner, k=4 / len(inner) ** 0.5, seed=SEED, weight=None, iterations=150)
        if number == 0:
            places |= {node: (float(x), float(y)) for node, (x, y) in found.items()}
        else:
            middle = -1 + 2 * (number - 0.5) / (len(parts) - 1)
            places |= {
                node: (middle + 0.5 * float(x) / len(parts), -1.25 + 0.06 * float(y)) for node, (x, y) in found.items()
            }
    return places


def name_sides(
    places: Mapping[str, tuple[float, float]], ranks: pd.DataFrame, width: float, height: float
) -> dict[str, str]:
    """Which nodes have their name beside them and on which side, so that no name is cut or lies on another or a mark.

    Args:
        places: As :func:`layout` gives them.
        ranks: As :func:`measures` gives it; the first come first.
        width: Between the outermost nodes, in pixels.
        height: The same, down.

    Returns:
        One of ``SIDES`` by node; a node whose name fits nowhere is left out and tells it on hover.
    """
    beside = width * (1 / INSIDE - 1) / 2
    xs, ys = zip(*places.values(), strict=True)
    left, low = min(xs), min(ys)
    across, up = width / (max(xs) - left or 1), height / (max(ys) - low or 1)
    taken = []
    middles = {}
    for node, partners in zip(ranks["id"], ranks["partners"], strict=True):
        x, y = (places[node][0] - left) * across, (places[node][1] - low) * up
        radius = _size(partners) / 2
        middles[node] = x, y, radius
        taken.append((x - radius, y - radius, x + radius, y + radius))
    sides = {}
    for node, name in zip(ranks["id"], ranks["name"], strict=True):
        for side, box in zip(SIDES, _boxes(*middles[node], LETTER * len(_label(name))), strict=True):
            if -beside <= box[0] and box[2] <= width + beside and not any(_overlap(box, other) for other in taken):
                sides[node] = side
                taken.append(box)
                break
    return sides


Box = tuple[float, float, float, float]
"""Left, low, right and high edge, in pixels."""


def _boxes(x: float, y: float, radius: float, length: float) -> tuple[Box, ...]:
    half = length / 2
    return (
        (x - half, y + radius, x + half, y + radius + LINE),
        (x - half, y - radius - LINE, x + half, y - radius),
        (x + radius, y - LINE / 2, x + radius + length, y + LINE / 2),
        (x - radius - length, y - LINE / 2, x - radius, y + LINE / 2),
    )


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _size(partners: int) -> float:
    """Pixels across a node's mark."""
    return min(math.sqrt(partners) * 6 + 5, 40)


def _label(name: str) -> str:
    return textwrap.shorten(name, 30, placeholder=" …")


def figure(network: nx.Graph, ranks: pd.DataFrame, width: int = 1000, height: int = 620) -> go.Figure:
    """Draw the network: area by partners, colour and shape by community, width by meetings.

    Args:
        network: As :func:`graph` gives it.
        ranks: As :func:`measures` gives it.
        width: In pixels, about; the chart fills its place, this decides which names fit.
        height: In pixels.
    """
    drawing = go.Figure()
    places = layout(network)
    _draw_edges(drawing, network, places)
    sides = name_sides(places, ranks, INSIDE * width, INSIDE * height)
    for community in sorted(set(ranks["community"])):
        members = ranks[ranks["community"] == community]
        index = (int(community) - 1) % len(palette.CATEGORIES)
        drawing.add_scatter(
            x=[places[node][0] for node in members["id"]],
            y=[places[node][1] for node in members["id"]],
            mode="markers+text",
            text=[
                _label(name) if node in sides else "" for node, name in zip(members["id"], members["name"], strict=True)
            ],
            textposition=[sides.get(node, SIDES[0]) for node in members["id"]],
            cliponaxis=False,
            textfont={"size": 11},
            name=f"Group {community}: {words.count(len(members), 'party', 'parties')}",
            marker={
                "size": [_size(partners) for partners in members["partners"]],
                "color": palette.CATEGORIES[index],
                "symbol": ("circle", "square", "diamond", "triangle-up", "star", "hexagon", "cross")[index],
                "line": {"color": "rgba(255,255,255,.8)", "width": 1},
            },
            customdata=[
                (node, name, words.count(partners, "partner"), words.count(meetings, "meeting"))
                for node, name, partners, meetings in zip(
                    members["id"], members["name"], members["partners"], members["meetings"], strict=True
                )
            ],
            hovertemplate="<b>%{customdata[1]}</b><br>%{customdata[2]}, %{customdata[3]}<extra></extra>",
        )
    drawing.update_layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 8, "b": 8},
        legend={"orientation": "h", "y": -0.02, "yanchor": "top", "x": 0},
        hovermode="closest",
        dragmode="pan",
    )
    drawing.update_xaxes(visible=False)
    drawing.update_yaxes(visible=False)
    return drawing


def _draw_edges(drawing: go.Figure, network: nx.Graph, places: dict[str, tuple[float, float]]) -> None:
    """Edges in three widths; one trace a width, since a trace an edge would be slow."""
    weights = sorted(weight for _, _, weight in network.edges(data="weight"))
    bounds = [weights[len(weights) // 2], weights[int(len(weights) * 0.9)]] if weights else [1, 1]
    classes: dict[int, tuple[list[float | None], list[float | None]]] = {0: ([], []), 1: ([], []), 2: ([], [])}
    for source, target, weight in network.edges(data="weight"):
        xs, ys = classes[sum(weight > bound for bound in bounds)]
        xs += [places[source][0], places[target][0], None]
        ys += [places[source][1], places[target][1], None]
    for number, (xs, ys) in classes.items():
        if xs:
            drawing.add_scatter(
                x=xs,
                y=ys,
                mode="lines",
                line={"color": palette.MUTED, "width": (0.7, 1.8, 4)[number]},
                hoverinfo="skip",
                showlegend=False,
            )
