"""Options of a list that say how many meetings each stands for (``Kazakhstan (13)``), and the way back to their ids.

Streamlit sends a chosen option as the words it was drawn with, and hands on words that it knows no more. The counts in
them change with every filter, so what is sent before the new options have arrived (by Back, or by choosing quickly)
may speak in the words of an earlier run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pages.shared import words


def counted(names: Mapping[str, str], counts: Mapping[str, int]) -> Callable[[str], str]:
    """How an option is written, as ``format_func`` takes it.

    Args:
        names: Names by id, no two alike.
        counts: Meetings by id.
    """
    return lambda option: f"{names.get(option, option)} ({words.number(counts.get(option, 0))})"


def ids(held: Iterable[str], names: Mapping[str, str]) -> list[str]:
    """The ids of what a list holds, each an id or the words of one with any count; what is neither is left out."""
    held = list(held)
    if names.keys() >= set(held):
        return held
    of_words = {name: option for option, name in names.items()}
    found = (one if one in names else of_words.get(one.rpartition(" (")[0]) for one in held)
    return [option for option in found if option is not None]
