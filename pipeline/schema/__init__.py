"""The tables of a build: their declaration, the checks that hold them to it, the codebook and the data package."""

from pipeline.schema.checks import check, checker
from pipeline.schema.codebook import codebook, data_package
from pipeline.schema.declared import LIST_SEPARATOR, SCHEMA_VERSION, TABLES, Column, ForeignKey, Table

__all__ = [
    "LIST_SEPARATOR",
    "SCHEMA_VERSION",
    "TABLES",
    "Column",
    "ForeignKey",
    "Table",
    "check",
    "checker",
    "codebook",
    "data_package",
]
