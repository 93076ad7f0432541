"""What the server does before its first reader: open the data, load the drawing modules, so that nobody waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pages.shared import comparisons, data, geometry, maps, networks, timelines
from pipeline import errors, query

MODULES = (comparisons, maps, networks, timelines)
"""Loaded by being named here; plotly and networkx take longer than a whole page."""


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Warm up in the background; a server without a build starts all the same."""
    warming = asyncio.get_running_loop().run_in_executor(None, _open)
    yield
    await warming


def _open() -> None:
    try:
        query.names(data.database())
    except errors.StoreError:
        return
    geometry.shapes()
