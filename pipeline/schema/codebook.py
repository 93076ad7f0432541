"""The declared tables as a codebook for people and as a Frictionless data package for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.schema.declared import SCHEMA_VERSION, TABLES, Column, Table

FRICTIONLESS_TYPES = {"text": "string", "integer": "integer", "number": "number", "boolean": "boolean"}


def codebook(names: Iterable[str] = tuple(TABLES)) -> str:
    """Tables and columns in Markdown; ``docs/codebook.md`` is this text for all tables."""
    parts = [
        "# Codebook",
        "<!-- Written by `sidelines describe`; change pipeline/schema/declared.py instead. -->",
        f"Schema version {SCHEMA_VERSION}.\n"
        "Every table is a CSV file (UTF-8, comma, header) and a Parquet file of the same columns and rows.\n"
        "An empty cell means: not stated.\n"
        "Dates are ISO 8601, cut at their precision; countries are ISO 3166-1 alpha-3, with XKX for Kosovo.\n"
        "Booleans are `true` and `false`; characters are Unicode code points, counted from 0.",
    ]
    parts += [_table(TABLES[name]) for name in names]
    return "\n\n".join(parts) + "\n"


def _table(table: Table) -> str:
    references = {key.column: f"`{key.table}.{key.target}`" for key in table.foreign_keys}
    lines = [
        f"## {table.name}",
        "",
        f"Grain: {table.grain}.",
        f"Key: {', '.join(f'`{name}`' for name in table.key)}.",
        "",
        "| column | type | required | unit or values | meaning |",
        "|---|---|---|---|---|",
    ]
    for column in table.columns:
        meaning = column.description + (f" Refers to {references[column.name]}." if column.name in references else "")
        required = "yes" if column.required else ""
        lines.append(f"| `{column.name}` | {column.kind} | {required} | {_domain(column)} | {meaning} |")
    return "\n".join(lines)


def _domain(column: Column) -> str:
    if column.values:
        return ", ".join(f"`{value}`" for value in column.values)
    return column.unit or ""


def data_package(
    names: Iterable[str] = tuple(TABLES), resources: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, Any]:
    """Describe tables as a Frictionless data package (``datapackage.json``).

    Args:
        names: Tables the package holds.
        resources: More properties of a table's resource, such as ``bytes`` and ``hash``.

    Returns:
        The descriptor; foreign keys to tables outside the package are left out.
    """
    chosen = [TABLES[name] for name in names]
    present = {table.name for table in chosen}
    return {
        "profile": "tabular-data-package",
        "name": "sidelines",
        "title": "Diplomatic meetings from news text",
        "version": SCHEMA_VERSION,
        "resources": [
            {
                "name": table.name,
                "path": f"{table.name}.csv",
                "profile": "tabular-data-resource",
                "description": f"Grain: {table.grain}.",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                **(resources or {}).get(table.name, {}),
                "schema": _table_schema(table, present),
            }
            for table in chosen
        ],
    }


def _table_schema(table: Table, present: set[str]) -> dict[str, Any]:
    foreign = [
        {"fields": [key.column], "reference": {"resource": _resource(key.table, table), "fields": [key.target]}}
        for key in table.foreign_keys
        if key.table in present
    ]
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    return schema | ({"foreignKeys": foreign} if foreign else {})


def _resource(name: str, table: Table) -> str:
    """Name of a referred-to resource; the standard writes a table's own as an empty text."""
    return "" if name == table.name else name


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if column.minimum is not None:
        constraints["minimum"] = int(column.minimum) if column.kind == "integer" else column.minimum
    if column.maximum is not None:
        constraints["maximum"] = column.maximum
    if column.form == "country":
        constraints["pattern"] = "[A-Z]{3}"
    if column.form == "partial_date":
        constraints["pattern"] = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
    field: dict[str, Any] = {
        "name": column.name,
        "type": "date" if column.form == "day" else FRICTIONLESS_TYPES[column.kind],
        "description": column.description,
    }
    if column.unit:
        field["unit"] = column.unit
    if column.kind == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return field | ({"constraints": constraints} if constraints else {})
