"""The figures against their targets as a picture: bars on a scale of "times better than it must be", as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

LEAST, MOST = 0.1, 1000.0
"""Ends of the scale; what lies beyond is drawn up to the end and its figure says how far it is."""

WIDTH, LEFT, LENGTH = 920, 390, 460
"""The whole picture; where its scale begins, after the labels; how long the scale is."""

ROW, TOP = 30, 52
STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #24292f }
    .quiet { fill: #57606a; font-size: 12px }
    .met { fill: #0072b2 } .missed { fill: #d55e00 }
    line { stroke: #8c959f } .grid { stroke: #d0d7de; stroke-dasharray: 2 3 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 } .quiet { fill: #9da7b3 } .met { fill: #56b4e9 } .missed { fill: #e69f00 }
      .grid { stroke: #30363d }
    }
"""
"""Blue and orange of the colour-blind safe palette; met and missed also differ by the side of the line they are on."""


def draw(bars: Sequence[tuple[str, float]]) -> str:
    """A horizontal bar each, from the target to what was measured.

    Args:
        bars: What was measured, and how many times better than its target it is (below 1: worse).

    Returns:
        The picture; it has no background and adapts to light and dark.
    """
    height = TOP + ROW * len(bars) + 14
    alternative = "; ".join(f"{what}: {told(margin)} times its target" for what, margin in bars)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(alternative)}">',
        f"<style>{STYLE}</style>",
        f'<text x="{LEFT + LENGTH / 2:.0f}" y="16" class="quiet" text-anchor="middle">times better than it must be</text>',
    ]
    for tick in (0.1, 1, 10, 100, 1000):
        kind = "" if tick == 1 else ' class="grid"'
        lines.append(f'<line x1="{_x(tick):.1f}" x2="{_x(tick):.1f}" y1="{TOP - 10}" y2="{height - 10}"{kind}/>')
        label = "target" if tick == 1 else f"{tick:g}"
        lines.append(f'<text x="{_x(tick):.1f}" y="{TOP - 16}" class="quiet" text-anchor="middle">{label}</text>')
    for number, (what, margin) in enumerate(bars):
        y, (left, right) = TOP + ROW * number, sorted((_x(1), _x(margin)))
        kind = "met" if margin >= 1 else "missed"
        lines.append(f'<text x="{LEFT - 10}" y="{y + 14}" text-anchor="end">{escape(what)}</text>')
        lines.append(f'<rect class="{kind}" x="{left:.1f}" y="{y}" width="{max(right - left, 2):.1f}" height="20"/>')
        lines.append(f'<text x="{right + 6:.1f}" y="{y + 14}" class="quiet">{told(margin)}</text>')
    return "\n".join([*lines, "</svg>", ""])


def told(margin: float) -> str:
    """A margin in three or so figures."""
    return f"{margin:,.2f}" if margin < 10 else f"{margin:,.0f}"


def _x(margin: float) -> float:
    """Where a margin lies; the scale is logarithmic."""
    share = math.log(min(max(margin, LEAST), MOST) / LEAST) / math.log(MOST / LEAST)
    return LEFT + share * LENGTH
