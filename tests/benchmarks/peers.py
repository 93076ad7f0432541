"""The dashboard's questions asked of others over the same tables: Datasette on SQLite, and pandas in memory.

Either gets the same help as ours: meetings are numbered from the newest, months and spans of days are columns, rejected
meetings are left out, and what a meeting has several of is a table of pairs, in SQLite with an index either way.
All answer in one form, so that the answers can be compared.
A facet is asked without the filter of its own kind, as the dashboard does, and of a list filter one value is asked.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from pipeline import query
from pipeline.query import Filters

SHOWN = 30
"""Values of a facet, and Datasette's own default."""

ROWS = 50
PAIRS = {"country": "party_id", "topic": "topic", "person": "person_id"}
"""What a meeting has several of, and the column that names it."""

QUESTIONS = (
    "count", "facet country", "facet topic", "facet mode", "facet person", "months", "page newest", "page sources",
)  # fmt: skip

COLUMNS = {
    "meeting": "INTEGER PRIMARY KEY", "meeting_id": "TEXT", "title": "TEXT", "date": "TEXT", "first_day": "TEXT",
    "last_day": "TEXT", "month": "TEXT", "status": "TEXT", "mode": "TEXT", "city": "TEXT", "country": "TEXT",
    "n_parties": "INTEGER", "n_sources": "INTEGER", "confidence": "REAL",
}  # fmt: skip

INDEXES = """
    CREATE INDEX meetings_status_mode ON meetings (status, mode);
    CREATE INDEX meetings_status_month ON meetings (status, month);
    CREATE INDEX meetings_days ON meetings (first_day, last_day);
    CREATE INDEX meetings_sources ON meetings (n_sources);
"""

SETTINGS = {
    # Datasette gives up on a facet after a fifth of a second; here it gets all the time it needs.
    "facet_time_limit_ms": 600_000,
    "sql_time_limit_ms": 600_000,
    "suggest_facets": False,
    "num_sql_threads": 1,
    "cache_size_kb": 4_000_000,
}

Answer = int | dict[str, int] | list[Any]


class Peer(Protocol):
    """Whoever can be asked."""

    def ask(self, question: str, filters: Filters) -> Answer:
        """A count; counts by value, greatest first; or the first rows' ``meeting_id`` or number of sources."""


class Ours:
    """The dashboard's own queries."""

    def __init__(self, database: query.Database) -> None:
        self.database = database

    def ask(self, question: str, filters: Filters) -> Answer:
        """As :class:`Peer` says."""
        kind, _, name = question.partition(" ")
        if kind == "count":
            return query.count(self.database, filters)
        if kind == "months":
            found = query.months(self.database, filters)
            return dict(zip(found["month"].dt.strftime("%Y-%m"), found["n"].tolist(), strict=True))
        if kind == "page":
            rows = query.page(self.database, filters, name, limit=ROWS)
            return list(rows["meeting_id" if name == "newest" else "n_sources"])
        found = query.facet(self.database, filters, name, SHOWN)
        return {value: n for value, n in zip(found["id"], found["n"].tolist(), strict=True) if n}


class Frames:
    """The tables as the peers hold them, from an open build."""

    def __init__(self, database: query.Database) -> None:
        self.meetings = database.ask(
            """
            SELECT
                meeting, meeting_id, title, date, first_day, last_day,
                CASE WHEN date_precision IN ('day', 'month') THEN strftime(first_day, '%Y-%m') END AS month,
                status::VARCHAR AS status, mode::VARCHAR AS mode, city, country, n_parties, n_sources, confidence
            FROM meetings WHERE review <> 'rejected' ORDER BY meeting"""
        )
        lists = {"country": ("parties", "party"), "topic": ("topics", "topic"), "person": ("people", "person")}
        self.pairs = {
            name: database.ask(
                f"SELECT meeting, {PAIRS[name]} FROM (SELECT meeting, unnest({members}) AS number FROM meetings"
                f" WHERE review <> 'rejected') JOIN {table} USING (number)"
                + (" WHERE party_type IN ('country', 'territory')" if name == "country" else "")
                + " ORDER BY ALL"
            )
            for name, (members, table) in lists.items()
        }


class Pandas:
    """Everything in memory, words as categories; a selection is a mask."""

    def __init__(self, frames: Frames) -> None:
        words = ["status", "mode", "month", "city", "country"]
        self.meetings = frames.meetings.astype(dict.fromkeys(words, "category")).reset_index(drop=True)
        row = np.full(int(self.meetings["meeting"].max()) + 1, -1)
        row[self.meetings["meeting"]] = np.arange(len(self.meetings))
        self.pairs = {
            name: pd.DataFrame({"row": row[pairs["meeting"]], "value": pairs[PAIRS[name]].astype("category")})
            for name, pairs in frames.pairs.items()
        }

    def ask(self, question: str, filters: Filters) -> Answer:
        """As :class:`Peer` says."""
        kind, _, name = question.partition(" ")
        mask = self._mask(filters, without=name if kind == "facet" else "")
        if kind == "count":
            return int(mask.sum())
        if kind == "page":
            chosen = self.meetings[mask]
            if name == "newest":
                return list(chosen.head(ROWS)["meeting_id"])
            return list(chosen.nlargest(ROWS, "n_sources")["n_sources"])
        if name in PAIRS:
            pairs = self.pairs[name]
            counts = pairs["value"][mask[pairs["row"].to_numpy()]].value_counts()
        else:
            counts = self.meetings["month" if kind == "months" else name][mask].value_counts()
        counts = counts[counts > 0] if kind == "months" else counts[counts > 0].head(SHOWN)
        return {str(value): int(n) for value, n in counts.items()}

    def _mask(self, filters: Filters, without: str) -> np.ndarray:
        mask = np.ones(len(self.meetings), dtype=bool)
        for name in ("status", "mode"):
            if name != without and getattr(filters, name):
                mask &= self.meetings[name].isin(getattr(filters, name)).to_numpy()
        if filters.since:
            mask &= (self.meetings["last_day"] >= pd.Timestamp(filters.since)).to_numpy()
        if filters.until:
            mask &= (self.meetings["first_day"] <= pd.Timestamp(filters.until)).to_numpy()
        for name in PAIRS:
            if name != without and getattr(filters, name):
                pairs = self.pairs[name]
                has = np.zeros(len(mask), dtype=bool)
                has[pairs["row"][pairs["value"].isin(getattr(filters, name))]] = True
                mask &= has
        return mask


def write_sqlite(frames: Frames, path: Path, *, is_wide: bool = False) -> None:
    """The tables with indexes, and beside each table of pairs what its facet is asked of.

    Args:
        frames: What to write.
        path: The file, which must not exist.
        is_wide: Ask facets of tables that repeat in every pair what meetings are filtered by, and not of views.
    """
    days = {name: frames.meetings[name].dt.strftime("%Y-%m-%d") for name in ("first_day", "last_day")}
    with closing(sqlite3.connect(path)) as connection:
        _fill(connection, "meetings", COLUMNS, frames.meetings.assign(**days))
        connection.executescript(INDEXES)
        for name, column in PAIRS.items():
            pair = {"meeting": "INTEGER REFERENCES meetings", column: "TEXT"}
            _fill(connection, f"pairs_{name}", pair, frames.pairs[name])
            connection.execute(f"CREATE UNIQUE INDEX pairs_{name}_meeting ON pairs_{name} (meeting, {column})")
            connection.execute(f"CREATE INDEX pairs_{name}_value ON pairs_{name} ({column}, meeting)")
            filtered = f"{column}, status, mode, first_day, last_day, meeting"
            connection.execute(
                f"CREATE {'TABLE' if is_wide else 'VIEW'} by_{name} AS"
                f" SELECT {filtered} FROM pairs_{name} JOIN meetings USING (meeting)"
            )
            if is_wide:
                connection.execute(f"CREATE INDEX by_{name}_value ON by_{name} ({filtered})")
        connection.execute("ANALYZE")
        connection.commit()


def _fill(connection: sqlite3.Connection, table: str, columns: dict[str, str], frame: pd.DataFrame) -> None:
    """Create a table with the rows of a frame."""
    connection.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")
    plain = frame[list(columns)].astype(object)
    rows = plain.where(plain.notna(), None).itertuples(index=False, name=None)
    connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)


class Datasette:
    """Datasette in this process, asked through its JSON API."""

    def __init__(self, path: Path) -> None:
        from datasette.app import Datasette as Server

        self.server = Server(immutables=[str(path)], settings=SETTINGS)
        self.database = path.stem
        self.runner = asyncio.Runner()
        self.runner.run(self.server.invoke_startup())

    def ask(self, question: str, filters: Filters) -> Answer:
        """As :class:`Peer` says."""
        kind, _, name = question.partition(" ")
        table = f"by_{name}" if kind == "facet" and name in PAIRS else "meetings"
        wanted = {
            "count": {"_size": "0"},
            "facet": {"_facet": PAIRS.get(name, name), "_facet_size": str(SHOWN), "_size": "0", "_nocount": "1"},
            "months": {"_facet": "month", "_facet_size": "max", "_size": "0", "_nocount": "1"},
            "page": {"_size": str(ROWS), "_nocount": "1"} | ({"_sort_desc": "n_sources"} if name == "sources" else {}),
        }[kind]
        terms = [*self._terms(filters, without=name if kind == "facet" else ""), *wanted.items()]
        found = self._get(f"/{self.database}/{table}.json?{urlencode(terms)}")
        if kind == "count":
            return int(found["filtered_table_rows_count"])
        if kind == "page":
            column = found["columns"].index("meeting_id" if name == "newest" else "n_sources")
            return [row[column] for row in found["rows"]]
        (facet,) = found["facet_results"].values()
        return {str(one["value"]): one["count"] for one in facet["results"]}

    def _terms(self, filters: Filters, without: str) -> list[tuple[str, str]]:
        """The filters as parameters of Datasette's addresses; of a list filter one value, as is asked here."""
        chosen = {
            name: getattr(filters, name)[0]
            for name in ("status", "mode", *PAIRS)
            if name != without and getattr(filters, name)
        }
        terms = [(name, value) for name, value in chosen.items() if name not in PAIRS]
        terms += [("last_day__gte", filters.since.isoformat())] if filters.since else []
        terms += [("first_day__lte", filters.until.isoformat())] if filters.until else []
        terms += [
            ("_where", f"meeting in (select meeting from pairs_{name} where {PAIRS[name]} = '{value}')")
            for name, value in chosen.items()
            if name in PAIRS
        ]
        return terms

    def _get(self, address: str) -> dict[str, Any]:
        response = self.runner.run(self.server.client.get(address))
        found = response.json()
        if response.status_code != 200 or found.get("facets_timed_out"):
            raise RuntimeError(f"Datasette did not answer {address}: {found.get('error') or found['facets_timed_out']}")
        return found

    def close(self) -> None:
        """End its loop and its threads."""
        self.runner.close()
        self.server.executor.shutdown()


def same(ours: Answer, other: Answer) -> bool:
    """Whether two answers agree; of values that count the same, either may be the last one shown."""
    if not isinstance(ours, dict) or not isinstance(other, dict):
        return ours == other
    least = min(ours.values(), default=0)
    sure = [{value: n for value, n in answer.items() if n > least} for answer in (ours, other)]
    return sure[0] == sure[1] and sorted(ours.values()) == sorted(other.values())
