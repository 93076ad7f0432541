"""A selection as an Excel workbook: a sheet of typed cells for each table, one that says what it is, and a codebook."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import rustpy_xlsxwriter as xlsx

from pipeline import errors
from pipeline.export.about import About
from pipeline.schema import TABLES, Column

MAX_SHEET_ROWS = 1_048_575
"""Rows of an Excel sheet below the header."""

MAX_CELL_CHARS = 32_767
"""Characters of an Excel cell."""

ISO_DAY = 10
"""Characters of a full ISO date; shorter ones are known to the month or year only."""


def workbook(frames: Mapping[str, pd.DataFrame], about: About) -> bytes:
    """The tables as sheets with typed cells, after one that says what they are and before one that explains columns.

    Args:
        frames: Tables by name.
        about: What the workbook is.

    Returns:
        The XLSX file. Full dates are dates, dates known to the month or year are texts, and no text is a formula.

    Raises:
        ExportError: A table has more rows than a sheet.
    """
    for name, frame in frames.items():
        if len(frame) > MAX_SHEET_ROWS:
            raise errors.ExportError(
                f"{name} has {len(frame):,} rows, a sheet takes {MAX_SHEET_ROWS:,}; filter more or take the ZIP."
            )
    sheets = {"about": [{"what": label, "value": _cell(value)} for label, value in about.lines()]}
    sheets |= {name: _rows(frame, name) for name, frame in frames.items()}
    sheets |= {"columns": _columns(list(frames))}
    target = io.BytesIO()
    writer = xlsx.FastExcel(target).format(bold_headers=True, datetime_format="yyyy-mm-dd").freeze(row=1)
    for title, rows in sheets.items():
        writer = writer.sheet(title, rows, autofilter=title in frames)
    writer.save()
    return target.getvalue()


def _rows(frame: pd.DataFrame, name: str) -> list[dict[str, Any]]:
    """Rows as plain typed values; an empty table keeps its header."""
    columns = TABLES[name].columns
    if frame.empty:
        return [{column.name: None for column in columns}]
    values = [_typed(frame[column.name], column) for column in columns]
    return [dict(zip(TABLES[name].names, row, strict=True)) for row in zip(*values, strict=True)]


def _typed(series: pd.Series[Any], column: Column) -> list[Any]:
    """The cells of one column as Excel should hold them."""
    stated = [
        None if missing else value for value, missing in zip(series.tolist(), series.isna().tolist(), strict=True)
    ]
    if column.form in ("day", "partial_date"):
        return [date.fromisoformat(value) if value and len(value) == ISO_DAY else value for value in stated]
    return [_cell(value) for value in stated] if column.kind == "text" else stated


def _cell(value: str | None) -> str | None:
    """A text that fits a cell."""
    return value[: MAX_CELL_CHARS - 1] + "…" if value is not None and len(value) > MAX_CELL_CHARS else value


def _columns(names: Sequence[str]) -> list[dict[str, Any]]:
    """The codebook of the sheets."""
    return [
        {
            "table": name,
            "column": column.name,
            "meaning": column.description,
            "unit": column.unit,
            "values": ", ".join(column.values) or None,
        }
        for name in names
        for column in TABLES[name].columns
    ]
