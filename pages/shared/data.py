"""The one way from pages to the data: the current snapshot, asked through DuckDB.

Everything returned is small: counts, one page of rows, one meeting.
Nothing is cached by frame; a connection is kept per snapshot, so a new build shows up with the next click.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import streamlit as st

from pages.shared.filters import Filters
from pipeline import config, schema


def build_folder() -> Path:
    """The build the dashboard shows: ``SIDELINES_BUILD``, or ``build`` in the working directory."""
    return Path(os.environ.get("SIDELINES_BUILD", config.DEFAULT_BUILD))


def snapshot() -> Path | None:
    """The snapshot in force, or ``None`` before the first build."""
    current = build_folder() / "current"
    return current.resolve() if (current / "manifest.json").exists() else None


@st.cache_resource(max_entries=3, show_spinner=False)
def _database(folder: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    for name in schema.TABLES:
        path = Path(folder) / f"{name}.parquet"
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{path.as_posix()}')")
    return connection


def ask(sql: str, parameters: list[Any] | None = None) -> pd.DataFrame:
    """Rows of one query on the snapshot in force."""
    folder = snapshot()
    if folder is None:
        raise FileNotFoundError("no build")
    return _database(str(folder)).cursor().execute(sql, parameters or []).df()


def _where(filters: Filters, without: str = "") -> tuple[str, list[Any]]:
    """The condition on ``meetings m`` and its parameters; ``without`` leaves one filter out, for its own facet."""
    parts: list[str] = []
    values: list[Any] = []

    def add(condition: str, *parameters: Any) -> None:
        parts.append(condition)
        values.extend(parameters)

    parties = [*filters.country, *filters.org]
    took_part = "m.meeting_id IN (SELECT meeting_id FROM participants WHERE party_id = ANY(?))"
    if parties and without not in ("country", "org"):
        if filters.match == "any":
            add(took_part, parties)
        else:
            for party in parties:
                add(took_part, [party])
            if filters.match == "dyad":
                add("m.n_parties = 2")
    if filters.person and without != "person":
        add("m.meeting_id IN (SELECT meeting_id FROM participants WHERE person_id = ANY(?))", list(filters.person))
    if filters.topic and without != "topic":
        add("m.meeting_id IN (SELECT meeting_id FROM meeting_topics WHERE topic = ANY(?))", list(filters.topic))
    if filters.level and without != "level":
        add("m.meeting_id IN (SELECT meeting_id FROM participants WHERE level = ANY(?))", list(filters.level))
    if filters.outlet and without != "outlet":
        add(
            "m.meeting_id IN (SELECT meeting_id FROM meeting_sources JOIN documents USING (doc_id)"
            " WHERE outlet = ANY(?))",
            list(filters.outlet),
        )
    for column in ("mode", "setting", "status", "review"):
        chosen = getattr(filters, column)
        if chosen and without != column:
            add(f"m.{column} = ANY(?)", list(chosen))
    if filters.confidence and without != "confidence":
        add("m.confidence >= ?", filters.confidence / 100)
    if (filters.since or filters.until) and without != "date":
        dated = "m.date IS NOT NULL"
        if filters.since:
            dated += " AND coalesce(m.date_end, m.date) || '~' >= ?"
        if filters.until:
            dated += " AND m.date <= ?"
        bounds = [bound.isoformat() for bound in (filters.since, filters.until) if bound]
        add(f"(({dated})" + (" OR m.date IS NULL)" if filters.undated else ")"), *bounds)
    if filters.q and without != "q":
        words = f"%{_like(filters.q)}%"
        add(
            "(m.title ILIKE ? ESCAPE '!' OR m.occasion ILIKE ? ESCAPE '!' OR m.meeting_id IN"
            " (SELECT meeting_id FROM participants WHERE name ILIKE ? ESCAPE '!' OR party ILIKE ? ESCAPE '!')"
            " OR m.meeting_id IN (SELECT meeting_id FROM meeting_sources JOIN texts USING (doc_id)"
            " WHERE text ILIKE ? ESCAPE '!'))",
            *[words] * 5,
        )
    return " AND ".join(parts) or "true", values


def _like(words: str) -> str:
    for sign in "!%_":
        words = words.replace(sign, "!" + sign)
    return words


def headline(filters: Filters) -> dict[str, Any]:
    """Counts of the selection: meetings, parties, people, articles, first and last date, undated, placeless."""
    where, values = _where(filters)
    row = ask(
        f"""
        WITH m AS (SELECT * FROM meetings m WHERE {where})
        SELECT count(*) AS meetings,
            count(*) FILTER (date IS NULL) AS undated,
            count(*) FILTER (city IS NULL AND country IS NULL AND mode = 'in_person') AS placeless,
            min(date) AS first, max(date) AS last,
            (SELECT count(DISTINCT party_id) FROM participants WHERE meeting_id IN (SELECT meeting_id FROM m)) AS parties,
            (SELECT count(DISTINCT person_id) FROM participants WHERE meeting_id IN (SELECT meeting_id FROM m)) AS people,
            (SELECT count(DISTINCT doc_id) FROM meeting_sources WHERE meeting_id IN (SELECT meeting_id FROM m)) AS articles
        FROM m""",
        values,
    )
    return {str(name): value for name, value in row.iloc[0].items()}


def hidden(filters: Filters) -> dict[str, int]:
    """What the filters keep out of sight: undated meetings under a date range."""
    if not (filters.since or filters.until) or filters.undated:
        return {}
    where, values = _where(filters, without="date")
    n = int(ask(f"SELECT count(*) AS n FROM meetings m WHERE {where} AND m.date IS NULL", values)["n"].iloc[0])
    return {"undated": n} if n else {}


def parties(filters: Filters) -> pd.DataFrame:
    """Parties of the selection: ``party_id name party_type latitude longitude n last``, most frequent first."""
    where, values = _where(filters)
    return ask(
        f"""
        SELECT p.party_id, coalesce(any_value(parties.name), any_value(p.party)) AS name,
            any_value(p.party_type) AS party_type, any_value(parties.latitude) AS latitude,
            any_value(parties.longitude) AS longitude, count(DISTINCT p.meeting_id)::INT AS n, max(m.date) AS last
        FROM meetings m JOIN participants p USING (meeting_id) LEFT JOIN parties USING (party_id)
        WHERE {where} GROUP BY p.party_id ORDER BY n DESC, name""",
        values,
    )


def places(filters: Filters) -> pd.DataFrame:
    """Places of the selection: ``city country country_name latitude longitude n``."""
    where, values = _where(filters)
    return ask(
        f"""
        SELECT m.city, m.country, any_value(parties.name) AS country_name, any_value(m.latitude) AS latitude,
            any_value(m.longitude) AS longitude, count(*)::INT AS n
        FROM meetings m LEFT JOIN parties ON parties.party_id = m.country
        WHERE {where} AND (m.city IS NOT NULL OR m.country IS NOT NULL)
        GROUP BY m.city, m.country ORDER BY n DESC, m.city""",
        values,
    )


def dates(filters: Filters) -> pd.DataFrame:
    """Dates of the selection as stored, with their counts."""
    where, values = _where(filters)
    return ask(
        f"SELECT m.date, count(*)::INT AS n FROM meetings m WHERE {where} GROUP BY m.date ORDER BY m.date", values
    )


def topics(filters: Filters) -> pd.DataFrame:
    """Topics of the selection: ``id label n``, most frequent first."""
    where, values = _where(filters)
    return ask(
        f"""
        SELECT t.topic AS id, topics.label, count(*)::INT AS n
        FROM meetings m JOIN meeting_topics t USING (meeting_id) JOIN topics USING (topic)
        WHERE {where} GROUP BY ALL ORDER BY n DESC, label""",
        values,
    )


SORTS = {
    "newest": "m.date DESC NULLS LAST, m.meeting_id",
    "oldest": "m.date NULLS LAST, m.meeting_id",
    "title": "m.title, m.meeting_id",
    "sources": "m.n_sources DESC, m.date DESC NULLS LAST, m.meeting_id",
    "confidence": "m.confidence, m.meeting_id",
}
SORT_WORDS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "title": "Title",
    "sources": "Most articles",
    "confidence": "Least certain first",
}


def meetings(filters: Filters, sort: str = "newest", offset: int = 0, limit: int = 50) -> pd.DataFrame:
    """One page of the selection with names instead of codes."""
    where, values = _where(filters)
    return ask(
        f"""
        WITH page AS (SELECT * FROM meetings m WHERE {where} ORDER BY {SORTS[sort]} LIMIT ? OFFSET ?)
        SELECT m.*, country.name AS country_name,
            coalesce((SELECT list(DISTINCT party ORDER BY party) FROM participants p
                WHERE p.meeting_id = m.meeting_id), []) AS parties,
            coalesce((SELECT list(label ORDER BY label) FROM meeting_topics t JOIN topics USING (topic)
                WHERE t.meeting_id = m.meeting_id), []) AS topics
        FROM page m LEFT JOIN parties country ON country.party_id = m.country ORDER BY {SORTS[sort]}""",
        [*values, limit, offset],
    )


def facet(filters: Filters, name: str) -> pd.DataFrame:
    """Values of one filter under all the others: ``id label n``."""
    where, values = _where(filters, without=name)
    sources = {
        "country": "SELECT p.party_id AS id, coalesce(parties.name, p.party) AS label, p.meeting_id FROM participants p"
        " LEFT JOIN parties USING (party_id) WHERE p.party_type IN ('country', 'territory')",
        "org": "SELECT p.party_id AS id, coalesce(parties.name, p.party) AS label, p.meeting_id FROM participants p"
        " LEFT JOIN parties USING (party_id) WHERE p.party_type NOT IN ('country', 'territory')",
        "person": "SELECT person_id AS id, people.name AS label, p.meeting_id FROM participants p"
        " JOIN people USING (person_id)",
        "topic": "SELECT topic AS id, label, meeting_id FROM meeting_topics JOIN topics USING (topic)",
        "level": "SELECT level AS id, level AS label, meeting_id FROM participants",
        "outlet": "SELECT outlet AS id, outlet AS label, meeting_id FROM meeting_sources JOIN documents USING (doc_id)"
        " WHERE outlet IS NOT NULL",
    }
    source = sources.get(name, f"SELECT {name} AS id, {name} AS label, meeting_id FROM meetings")
    return ask(
        f"""
        SELECT f.id, any_value(f.label) AS label, count(DISTINCT m.meeting_id)::INT AS n
        FROM ({source}) f LEFT JOIN (SELECT meeting_id FROM meetings m WHERE {where}) m USING (meeting_id)
        GROUP BY f.id ORDER BY n DESC, label""",
        values,
    )


def meeting(meeting_id: str) -> dict[str, pd.DataFrame] | None:
    """Everything about one meeting, by table; ``None`` when there is none of that id (former ids are followed)."""
    former = ask("SELECT meeting_id FROM aliases WHERE old_id = ?", [meeting_id])
    if len(former):
        meeting_id = str(former["meeting_id"].iloc[0])
    head = ask(
        "SELECT m.*, country.name AS country_name FROM meetings m"
        " LEFT JOIN parties country ON country.party_id = m.country WHERE meeting_id = ?",
        [meeting_id],
    )
    if head.empty:
        return None
    queries = {
        "participants": "SELECT * FROM participants WHERE meeting_id = ? ORDER BY position",
        "topics": "SELECT t.*, label FROM meeting_topics t JOIN topics USING (topic) WHERE meeting_id = ? ORDER BY label",
        "sources": "SELECT s.is_lead, d.*, texts.text FROM meeting_sources s JOIN documents d USING (doc_id)"
        " LEFT JOIN texts USING (doc_id) WHERE s.meeting_id = ? ORDER BY s.is_lead DESC, d.published, d.doc_id",
        "evidence": 'SELECT * FROM evidence WHERE meeting_id = ? ORDER BY doc_id, start, "end"',
        "conflicts": "SELECT * FROM conflicts WHERE meeting_id = ?",
    }
    return {"meetings": head} | {name: ask(sql, [meeting_id]) for name, sql in queries.items()}


def table(filters: Filters, name: str) -> pd.DataFrame:
    """One table of the contract, cut down to the selection; the columns are the contract's."""
    where, values = _where(filters)
    chosen = f"SELECT meeting_id FROM meetings m WHERE {where}"
    columns = ", ".join(f't."{column}"' for column in schema.TABLES[name].names)
    condition = {
        "documents": f"t.doc_id IN (SELECT doc_id FROM meeting_sources WHERE meeting_id IN ({chosen}))",
        "people": f"t.person_id IN (SELECT person_id FROM participants WHERE meeting_id IN ({chosen}))",
        "parties": f"t.party_id IN (SELECT party_id FROM participants WHERE meeting_id IN ({chosen}))",
        "topics": f"t.topic IN (SELECT topic FROM meeting_topics WHERE meeting_id IN ({chosen}))",
    }.get(name, f"t.meeting_id IN ({chosen})")
    keys = ", ".join(f't."{column}"' for column in schema.TABLES[name].key)
    return ask(f"SELECT {columns} FROM {name} t WHERE {condition} ORDER BY {keys}", values)
