"""Web archives (WARC): the pages of a crawl, streamed record by record with fastwarc."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import config as configuration
from pipeline import records
from pipeline.read import article, encoding, html, sidecar
from pipeline.read.blob import Blob
from pipeline.read.columns import Columns
from pipeline.read.sidecar import Metadata

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

SUFFIXES = (".warc", ".wet")

HTML_TYPES = ("text/html", "application/xhtml+xml")
FOUND = 200

LISTED = "Sidelines-Published"
"""A field of a record, as WARC allows them: the day on which a feed or a sitemap said that the page was published."""


def read(blob: Blob, config: configuration.Config, _columns: Columns) -> Iterator[records.Document]:
    """Read the pages of an archive; what was not found or is no text is left out.

    A document's path is the archive's with the record's place in it: ``crawl.warc.gz#1024``.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # only for those who read archives

    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    limit = config.max_article_chars * html.BYTES_PER_CHAR
    with blob.open() as stream:
        for record in ArchiveIterator(stream, record_types=wanted, max_content_length=limit, auto_decode="all"):
            document = _document(blob, record, config, limit)
            if document is not None:
                yield document


def _document(blob: Blob, record: WarcRecord, config: configuration.Config, limit: int) -> records.Document | None:
    """The article of one record; ``None`` for images, scripts and errors."""
    if record.is_http and record.http_headers.status_code != FOUND:
        return None
    kind = (record.http_content_type or record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    path = f"{blob.path}#{record.stream_pos}"
    listed = sidecar.parse_date(record.headers.get(LISTED) or "")
    metadata = Metadata(url=record.headers.get("WARC-Target-URI"))
    if kind in HTML_TYPES:
        raw = record.reader.read(limit)
        return html.page(path, raw, config, metadata=metadata, charset=record.http_charset, listed=listed)
    if kind == "text/plain":
        raw = record.reader.read(limit)
        try:
            return article.build(path, encoding.decode(raw), config, metadata=replace(metadata, published=listed))
        except encoding.UndecodableError as problem:
            return article.failed(path, "unreadable", f"{problem}.", raw=raw)
    return None
