"""Text and metadata → a ``Document`` with its id, language and status; shared by every kind of source."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

from pipeline import config as configuration
from pipeline import records
from pipeline.read import language
from pipeline.read.sidecar import Metadata

ID_DIGITS = 16
"""64 bits: two of ten million articles share an id with a chance of one in 400,000."""


def document_id(text: str) -> str:
    r"""Id of an article from its words alone: spacing, line ends and Unicode form do not change it.

    >>> document_id("A  minister\n met") == document_id("A minister met")
    True
    """
    normalised = " ".join(unicodedata.normalize("NFC", text).split())
    return "d" + hashlib.sha256(normalised.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]


def build(
    path: Path | str,
    text: str,
    config: configuration.Config,
    *,
    metadata: Metadata | None = None,
    warning: str | None = None,
) -> records.Document:
    """A document of decoded text; decides between ``ok``, ``empty``, ``too_large`` and ``unsupported_language``."""
    metadata = metadata or Metadata()
    text = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate cannot be stored in any table
    status: records.DocumentStatus = "ok"
    error = warning
    detected = metadata.language
    if not any(char.isalnum() for char in text):
        return failed(path, "empty", "holds no text.")
    if len(text) > config.max_article_chars:
        status = "too_large"
        error = f"{len(text):,} characters; an article has at most {config.max_article_chars:,}."
    else:
        detected = language.detect(text) or metadata.language
        if detected is not None and detected.split("-")[0].lower() != language.SUPPORTED:
            status = "unsupported_language"
            error = f"is in {language.name(detected)}; only English is read."
    return records.Document(
        doc_id=document_id(text),
        path=str(path),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        url=metadata.url,
        outlet=metadata.outlet,
        title=metadata.title,
        published=metadata.published,
        published_basis="metadata" if metadata.published else None,
        language=detected,
        status=status,
        error=error,
    )


def with_title(title: str | None, text: str) -> str:
    """The text with its headline on top, where it does not open with it already."""
    if not title or " ".join(text[: 2 * len(title) + 20].split()).casefold().startswith(
        " ".join(title.split()).casefold()
    ):
        return text
    return f"{title}\n\n{text}"


def failed(path: Path | str, status: records.DocumentStatus, error: str, *, raw: bytes = b"") -> records.Document:
    """A document without text; its id comes from its path and bytes, since empty files would all share one."""
    key = hashlib.sha256(str(path).encode("utf-8", "surrogatepass") + b"\0" + raw).hexdigest()
    return records.Document(
        doc_id="d" + key[:ID_DIGITS],
        path=str(path),
        text="",
        sha256=hashlib.sha256(raw).hexdigest(),
        status=status,
        error=error,
    )
