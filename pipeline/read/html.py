"""Web pages: the article's text and what the page says of itself, by trafilatura and htmldate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline import config as configuration
from pipeline import records
from pipeline.read import article, encoding, sidecar
from pipeline.read.blob import Blob
from pipeline.read.columns import Columns
from pipeline.read.sidecar import Metadata

SUFFIXES = (".html", ".htm", ".xhtml")

BYTES_PER_CHAR = 25
"""A page spends this much markup on a character of its article at most; larger ones are not opened."""

DATE_PARAMETERS = {"original_date": True, "extensive_search": False, "max_date": "2099-12-31"}
"""Only what the page's metadata say, with no clock in it: dates in the text are the business of ``pipeline.clean``."""


def read(blob: Blob, config: configuration.Config, _columns: Columns) -> Iterator[records.Document]:
    """Read one page; always yields exactly one document. A sidecar's word wins over the page's."""
    raw = blob.content(config.max_article_chars * BYTES_PER_CHAR)
    metadata, warning = sidecar.read(blob)
    yield page(blob.path, raw, config, metadata=metadata, warning=warning)


def page(
    path: str,
    raw: bytes,
    config: configuration.Config,
    *,
    metadata: Metadata | None = None,
    warning: str | None = None,
    charset: str | None = None,
    listed: date | None = None,
) -> records.Document:
    """The article of a page.

    Args:
        path: How the document is shown.
        raw: The page as served.
        config: Limits.
        metadata: What is known from elsewhere; wins over the page's own word.
        warning: A sentence about a sidecar that could not be used.
        charset: What the server said; the page's own ``<meta charset>`` and the bytes are asked otherwise.
        listed: The day on which it was published as a feed said; for a page that does not say it itself.
    """
    import trafilatura  # a third of a second, only for those who read pages

    known = metadata or Metadata()
    try:
        markup = _decoded(raw, charset)
    except encoding.UndecodableError as problem:
        return article.failed(path, "unreadable", f"{problem}.", raw=raw)
    found = trafilatura.bare_extraction(
        markup,
        url=known.url,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params=DATE_PARAMETERS,
    )
    if not isinstance(found, trafilatura.settings.Document) or not found.text:
        return article.failed(
            path, "empty", "the page holds no article that could be told from its furniture.", raw=raw
        )
    title = known.title or found.title
    merged = Metadata(
        url=known.url or found.url,
        outlet=known.outlet or found.sitename or found.hostname,
        title=title,
        published=known.published or (sidecar.parse_date(found.date) if found.date else None) or listed,
        language=known.language or found.language,
    )
    return article.build(path, article.with_title(title, found.text), config, metadata=merged, warning=warning)


def _decoded(raw: bytes, charset: str | None) -> str | bytes:
    """The page as text where the server told its encoding, else as bytes for the parser, which reads ``<meta>``."""
    if charset:
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    head = raw[:4096].lower()
    return raw if b"charset" in head else encoding.decode(raw)
