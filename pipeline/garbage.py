"""When Python looks for garbage in circles: seldom, for records hold none and looking takes long."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""Some ten megabytes of objects; Python's own 700 is meant for programs that hold few."""


@contextmanager
def seldom() -> Iterator[None]:
    """Look less often: it is a tenth of extracting articles and a third of reading what they gave."""
    usual = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def pass_over_what_is_there() -> None:
    """Never again look through what is loaded by now and stays to the end: registers, the model."""
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # what stays frozen at the end is reported as leaked by native modules
