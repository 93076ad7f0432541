"""The few colours all pages share; told apart by colour-blind readers and legible on light and dark ground.

Categories are never told by colour alone: each chart also has a label, a pattern or a shape.
"""

from __future__ import annotations

ACCENT = "#2f7fb5"
"""One blue that keeps its contrast on white and on the dark ground."""

WARM = "#d9731a"
"""Places, and whatever stands against the accent."""

MUTED = "rgba(128,138,148,0.55)"
"""What is there but not counted: borders, lines of the network."""

HATCH = "#808a94"
"""Lines of a hatched bar, which are thin: month-only and year-only meetings, articles that could not be used."""

LAND = "rgba(128,138,148,0.16)"
BORDER = "rgba(128,138,148,0.45)"
FOCUS = "#7b8794"
GRID = "rgba(128,138,148,0.22)"

CATEGORIES = ("#2f7fb5", "#d9731a", "#159a77", "#c06c9c", "#c99a1c", "#6a7fd0", "#7f8b96")
"""After Okabe and Ito; for modes, statuses and the lanes of a comparison, in a fixed order."""

FIELDS = {
    "meeting": "#2f7fb5",
    "date": "#c99a1c",
    "mode": "#6a7fd0",
    "status": "#7f8b96",
    "place": "#d9731a",
    "occasion": "#a7674b",
    "participant": "#159a77",
    "topic": "#c06c9c",
}
"""Kinds of evidence in an article's text."""

SEQUENTIAL = (
    (0.0, "#9cc3de"),
    (0.25, "#6ea8cf"),
    (0.5, "#4289b9"),
    (0.75, "#22699b"),
    (1.0, "#0d4a78"),
)
"""Few to many."""
