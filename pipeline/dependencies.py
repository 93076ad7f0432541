"""Which modules of this package a module stands on, read from their imports without running them.

A build keeps what each article gave as long as nothing changed that could give something else: an edit of a help text
or of the dashboard's queries cannot, an edit of a rule of extraction can.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

PACKAGE = "pipeline"
ROOT = Path(__file__).parent


def modules(start: str) -> tuple[str, ...]:
    """The modules of this package that a module needs, itself among them, sorted.

    Args:
        start: A module, such as ``"pipeline.annotate"``.

    Returns:
        Names such as ``"pipeline.extract.actors"``. A package counts where it is imported itself, not where only a
        module inside it is: ``from pipeline.read import article`` needs ``pipeline.read.article`` alone.

    Raises:
        FileNotFoundError: There is no such module.
    """
    found = {start}
    waiting = [start]
    while waiting:
        for name in _imports(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return tuple(sorted(found))


def fingerprint(start: str) -> str:
    """Changes when the text of a module that ``start`` needs changes, or when it needs another one."""
    digest = hashlib.sha256()
    for name in modules(start):
        digest.update(name.encode() + b"\0" + _file(name).read_bytes() + b"\0")
    return digest.hexdigest()


def _file(name: str) -> Path:
    """The file of a module or package."""
    path = ROOT.joinpath(*name.split(".")[1:])
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _is_module(name: str) -> bool:
    return name.startswith(f"{PACKAGE}.") and _file(name).exists()


def _imports(name: str) -> Iterator[str]:
    """The modules of this package that a module imports anywhere in its text, for types too."""
    for module, names in _named(_file(name).read_bytes()):
        if not names and _is_module(module):
            yield module
        elif names and module.split(".")[0] == PACKAGE:
            inside = [f"{module}.{each}" for each in names]
            yield from (each for each in inside if _is_module(each))
            if _is_module(module) and not all(_is_module(each) for each in inside):
                yield module


@lru_cache(maxsize=256)
def _named(text: bytes) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a text imports: a module, or names from one. Several fingerprints stand on the same texts."""
    named: list[tuple[str, tuple[str, ...]]] = []
    for node in _statements(ast.parse(text)):
        if isinstance(node, ast.Import):
            named += [(alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            named.append((node.module, tuple(alias.name for alias in node.names)))
    return tuple(named)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """The statements below a node; what imports is one, and expressions are most of a tree."""
    for block in ("body", "handlers", "orelse", "finalbody", "cases"):
        for statement in getattr(node, block, ()):
            yield statement
            yield from _statements(statement)
