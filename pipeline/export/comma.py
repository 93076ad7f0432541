"""A table of a selection as CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import pandas as pd

from pipeline.schema import TABLES

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet takes a cell that begins so for a formula, or may after a paste."""


CAVEAT = (
    "In CSV files a text that begins with =, +, -, @, a tab or a line break is preceded by an apostrophe, so that no "
    "spreadsheet takes it for a formula."
)


def neutralised(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with no text that a spreadsheet would take for a formula.

    Args:
        frame: Rows of any table.

    Returns:
        A frame in which ``=HYPERLINK(...)`` has become ``'=HYPERLINK(...)``; numbers stay as they are.
    """
    texts = {name: frame[name].astype("str") for name in frame.columns if frame[name].dtype == "str"}
    return frame.assign(
        **{
            name: text.mask(text.str.startswith(FORMULA_STARTS).fillna(False), "'" + text)
            for name, text in texts.items()
        }
    )


def csv(frame: pd.DataFrame, name: str) -> bytes:
    """A table as CSV: the contract's columns, ``true``/``false``, empty for not stated, formulas neutralised."""
    flags = {
        column.name: frame[column.name].map({True: "true", False: "false"})
        for column in TABLES[name].columns
        if column.kind == "boolean"
    }
    return neutralised(frame).assign(**flags).to_csv(index=False, lineterminator="\n").encode()
