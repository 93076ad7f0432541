"""Every error a user of Sidelines can meet, in one small tree.

A message says what was found, where, what was expected and what to do.
Only ``pipeline.__main__`` turns these into printed lines and exit codes.
"""

from __future__ import annotations


class SidelinesError(Exception):
    """Base of all errors with a sentence a user can act on."""

    exit_code = 1


class SourceError(SidelinesError):
    """A source that was named cannot be read at all (a single bad article is a row of ``documents`` instead)."""

    exit_code = 3


class ModelMissingError(SidelinesError):
    """The language model is not installed."""

    exit_code = 4


class LexiconError(SidelinesError):
    """A lexicon file breaks its format; the message names file, line and key."""

    exit_code = 5


class StoreError(SidelinesError):
    """A build folder is missing, incomplete or not ours."""

    exit_code = 6


class SchemaError(SidelinesError):
    """A table breaks the schema; the message names table, column and the first offending rows."""

    exit_code = 7


class CorrectionError(SidelinesError):
    """A correction is malformed or contradicts the vocabulary."""

    exit_code = 8


class ExportError(SidelinesError):
    """An export was asked for that cannot be made."""

    exit_code = 9
