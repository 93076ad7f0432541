"""A selection as one ZIP file: a Frictionless data package with README, codebook and citation."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pandas as pd

from pipeline import schema
from pipeline.export import comma
from pipeline.export.about import About


def package(frames: dict[str, pd.DataFrame], about: About) -> bytes:
    """Pack tables.

    Args:
        frames: Tables by name; references to tables that are not among them are left out of the description.
        about: What the package is.

    Returns:
        The ZIP file, the same bytes for the same tables and the same day.
    """
    files = {f"{name}.csv": comma.csv(frame, name) for name, frame in frames.items()}
    files = {
        "README.md": about.text().encode(),
        "datapackage.json": _descriptor(frames, files, about),
        "codebook.md": schema.codebook(list(frames)).encode(),
        "citation.bib": about.bibtex().encode(),
        **files,
    }
    target = io.BytesIO()
    day = (max(about.accessed.year, 1980), about.accessed.month, about.accessed.day, 0, 0, 0)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, day)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def _descriptor(frames: dict[str, pd.DataFrame], files: dict[str, bytes], about: About) -> bytes:
    """``datapackage.json``: the schema, the bytes and hash of each file, and what the package is."""
    sealed = {
        name: {
            "bytes": len(files[f"{name}.csv"]),
            "hash": f"sha256:{hashlib.sha256(files[f'{name}.csv']).hexdigest()}",
        }
        for name in frames
    }
    described = schema.data_package(list(frames), sealed) | {
        "id": about.snapshot,
        "description": about.filters,
        "created": f"{about.accessed.isoformat()}T00:00:00Z",
        "sources": [{"title": outlet or "outlet not named"} for outlet, _ in about.sources],
        "about": about.as_dict(),
    }
    return (json.dumps(described, indent=2, ensure_ascii=False) + "\n").encode()
