"""Holds tables to their declaration: types, keys, vocabularies, dates, and evidence that stands where it says.

Each check returns sentences, one a problem, that name table, column and the first offending values.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Protocol

from pipeline.records import PartialDate
from pipeline.schema.declared import TABLES, Column, Table

if TYPE_CHECKING:
    import pandas as pd

SHOWN_VALUES = 3
"""Offending values a sentence quotes; enough to find the rows, short enough to read."""

PRECISIONS = {0: "unknown", 4: "year", 7: "month", 10: "day"}
"""Length of an ISO date cut at its precision."""


class Frames(Protocol):
    """Frames by table name: a dict, or ``pipeline.tables.Tables``."""

    def items(self) -> ItemsView[str, pd.DataFrame]:
        """Pairs of table name and frame."""


def check(tables: Frames) -> list[str]:
    """Compare tables with the schema.

    Args:
        tables: All frames of a build by table name.

    Returns:
        One sentence a problem; empty when the tables are sound.
        A table whose columns are wrong is not looked into further.
    """
    frames = dict(tables.items())
    problems = [f"{name}: the table is missing" for name in TABLES if name not in frames]
    sound: dict[str, pd.DataFrame] = {}
    for name, table in TABLES.items():
        if name not in frames:
            continue
        found = list(_columns(table, frames[name]))
        problems += found
        if not found:
            sound[name] = frames[name]
            problems += _values(table, frames[name])
    known = _Known(sound)
    for name in sound:
        problems += _foreign_keys(TABLES[name], sound[name], known)
    if "meetings" in sound:
        problems += _date_precision(sound["meetings"])
    if "evidence" in sound and "texts" in sound:
        texts = sound["texts"]
        stored = dict(zip(texts["doc_id"].tolist(), texts["text"].tolist(), strict=True))
        problems += _evidence(sound["evidence"], stored.get)
    return problems


def checker(name: str, tables: Frames, text: Callable[[str], str | None]) -> Callable[[pd.DataFrame], list[str]]:
    """Compare a table that is never whole in memory with the schema, batch by batch.

    Args:
        name: The table.
        tables: The other tables.
        text: The text of an article by ``doc_id``.

    Returns:
        What takes some rows of the table, among them all of one key's first column, and gives one sentence a
        problem, as ``check`` does.
    """
    table = TABLES[name]
    known = _Known({other: frame for other, frame in tables.items() if other != name})

    def check_batch(batch: pd.DataFrame) -> list[str]:
        problems = list(_columns(table, batch))
        if not problems:
            problems += _values(table, batch)
            problems += _foreign_keys(table, batch, known)
            problems += _evidence(batch, text) if name == "evidence" else ()
        return problems

    return check_batch


def _columns(table: Table, frame: pd.DataFrame) -> Iterator[str]:
    """Missing, unknown and wrongly typed columns."""
    for missing in [name for name in table.names if name not in frame.columns]:
        yield f"{table.name}.{missing}: the column is missing"
    for extra in [name for name in frame.columns if name not in table.names]:
        yield f"{table.name}.{extra}: the column is not declared"
    for column in table.columns:
        if column.name in frame.columns and str(frame[column.name].dtype) != column.dtype:
            yield f"{table.name}.{column.name}: type is {frame[column.name].dtype}, expected {column.dtype}"


def _values(table: Table, frame: pd.DataFrame) -> Iterator[str]:
    """Cells that are empty, repeated, out of range or outside their vocabulary."""
    duplicated = frame.duplicated(list(table.key))
    if duplicated.any():
        keys = frame.loc[duplicated, list(table.key)].head(SHOWN_VALUES).to_dict("records")
        shown = ", ".join("/".join(str(value) for value in key.values()) for key in keys)
        yield f"{table.name}: key ({', '.join(table.key)}) is repeated for {shown}"
    for column in table.columns:
        series = frame[column.name]
        empty = series.isna() | (series == "") if column.kind == "text" else series.isna()
        if column.required and empty.any():
            yield f"{table.name}.{column.name}: empty in {int(empty.sum())} rows, but required"
        if column.kind == "text" and (series == "").any():
            yield f"{table.name}.{column.name}: an empty text where nothing is meant by a missing value"
        bad = _offending(column, series[~empty])
        if bad:
            yield f"{table.name}.{column.name}: {', '.join(bad[:SHOWN_VALUES])} {_expectation(column)}"


def _offending(column: Column, series: pd.Series) -> list[str]:
    """Distinct stated values that the column's declaration refuses."""
    if column.kind in ("integer", "number"):
        low = series < column.minimum if column.minimum is not None else series != series
        high = series > column.maximum if column.maximum is not None else series != series
        return [repr(value) for value in series[low | high].head(SHOWN_VALUES).tolist()]
    if column.kind == "text" and (column.values or column.form != "any"):
        return [repr(value) for value in sorted(series.unique().tolist()) if not _accepts(column, value)]
    return []


def _accepts(column: Column, value: str) -> bool:
    """Whether one text fits the vocabulary and form of its column."""
    if column.values:
        return value in column.values
    if column.form == "country":
        return len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()
    try:
        return (
            len(value) == 10 and date.fromisoformat(value) is not None if column.form == "day" else _is_partial(value)
        )
    except ValueError:
        return False


def _is_partial(value: str) -> bool:
    """``2021``, ``2021-09`` or ``2021-09-17``, written in full; raises ``ValueError`` on what is no date."""
    return PartialDate.from_iso(value).iso() == value


def _expectation(column: Column) -> str:
    """The end of a sentence that says what a column takes."""
    if column.values:
        return f"is not one of {', '.join(column.values)}"
    if column.kind in ("integer", "number"):
        return f"is outside {column.minimum:g} to {'any' if column.maximum is None else format(column.maximum, 'g')}"
    forms = {
        "country": "is not an ISO 3166-1 alpha-3 code",
        "day": "is not a day as YYYY-MM-DD",
        "partial_date": "is not a date as YYYY, YYYY-MM or YYYY-MM-DD",
    }
    return forms[column.form]


class _Known:
    """The values that a reference may have; each column of keys is gone through once."""

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        self.frames = frames
        self.found: dict[tuple[str, str], set[str]] = {}

    def values(self, table: str, column: str) -> set[str]:
        """Every value of a column."""
        if (table, column) not in self.found:
            self.found[table, column] = set(self.frames[table][column].tolist())  # far quicker than pandas' isin
        return self.found[table, column]


def _foreign_keys(table: Table, frame: pd.DataFrame, known: _Known) -> Iterator[str]:
    """References that lead nowhere."""
    for key in table.foreign_keys:
        if key.table not in known.frames:
            continue
        targets = known.values(key.table, key.target)
        lost = [value for value in frame[key.column].dropna().unique().tolist() if value not in targets]
        if lost:
            shown = ", ".join(repr(value) for value in lost[:SHOWN_VALUES])
            yield f"{table.name}.{key.column}: {shown} is not in {key.table}.{key.target}"


def _date_precision(meetings: pd.DataFrame) -> Iterator[str]:
    """Dates that are not as precise as their row says, have no basis, or end before they begin.

    Many meetings share a day and how it is known; of those, the first stands for all.
    """
    dating = ["date", "date_end", "date_precision", "date_basis"]
    distinct = meetings[["meeting_id", *dating]].drop_duplicates(dating)
    for meeting_id, day, end, precision, basis in zip(*(_texts(column) for _, column in distinct.items()), strict=True):
        if PRECISIONS.get(len(day), precision) != precision:
            yield f"meetings.date_precision: {precision!r} for date {day!r} of {meeting_id}"
        if (day and not basis) or (not day and basis not in ("", "corrected")):
            yield f"meetings.date_basis: {basis!r} for date {day!r} of {meeting_id}"
        if end and end < day[: len(end)]:
            yield f"meetings.date_end: {end!r} is before {day!r} of {meeting_id}"
        if end and not day:
            yield f"meetings.date_end: {end!r} without a date of {meeting_id}"


def _texts(series: pd.Series) -> list[str]:
    """The cells of a text column, ``""`` where nothing is stated."""
    return [str(value) for value in series.fillna("").tolist()]


def _evidence(evidence: pd.DataFrame, text_of: Callable[[str], str | None]) -> Iterator[str]:
    """Evidence that lies outside its article or quotes other words than stand there."""
    columns = ("meeting_id", "doc_id", "start", "end", "text")
    for meeting_id, doc_id, start, end, text in zip(*(evidence[name].tolist() for name in columns), strict=True):
        article = text_of(doc_id)
        place = f"evidence of {meeting_id} in {doc_id} at {start}–{end}"
        if article is None:
            yield f"{place}: the article has no text in texts"
        elif not 0 <= start < end <= len(article):
            yield f"{place}: outside the article's {len(article)} characters"
        elif article[start:end] != text:
            yield f"{place}: the article has {article[start:end]!r}, the row {text!r}"
