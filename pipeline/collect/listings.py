"""What lists articles: feeds (RSS, RDF, Atom), sitemaps and their indexes, and a home page that names its feeds.

Whoever wrote them is a stranger: no entity is resolved, no DTD loaded, and what is not well formed is read as far as
it goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from lxml import etree, html  # type: ignore[import-untyped]  # it ships no types

from pipeline.collect import addresses, fetch
from pipeline.collect.outcomes import RefusedError
from pipeline.read import sidecar

Kind = Literal["feed", "sitemap", "home"]

GZIP_MAGIC = b"\x1f\x8b"

MOST_ENTRIES = 50_000
"""The sitemap protocol's limit for one file; what is beyond it is left out."""

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article or a further listing.

    Attributes:
        url: Where it is.
        day: When it was published or changed; the one that is stated.
        changed: When it was changed, as stated.
        published: When it was published, where that is stated as such.
    """

    url: str
    day: date | None = None
    changed: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What one feed, sitemap or home page lists. ``next`` is the page of the feed behind this one."""

    kind: Kind
    articles: tuple[Entry, ...] = ()
    listings: tuple[Entry, ...] = ()
    next: str | None = None


def parse(body: bytes, url: str, limit: int) -> Listing:
    """Read a feed, a sitemap (``.gz`` or not) or a home page.

    Args:
        body: Unpacked as far as HTTP goes.
        url: Where it was found; links are relative to it.
        limit: Most bytes it may unpack to.

    Raises:
        RefusedError: It is none of them.
    """
    if body.startswith(GZIP_MAGIC):
        body = fetch.gunzipped(body, limit)
    root = _xml(body)
    name = _name(root) if root is not None else ""
    if root is not None and name in ("rss", "RDF", "feed"):
        return _feed(root, url)
    if root is not None and name == "urlset":
        return Listing("sitemap", articles=tuple(_capped(_located(root, "url"), url)))
    if root is not None and name == "sitemapindex":
        return Listing("sitemap", listings=tuple(_capped(_located(root, "sitemap"), url)))
    lines = body[:limit].decode("utf-8-sig", "replace").split()
    if lines and all(line.startswith(("http://", "https://")) for line in lines[:MOST_ENTRIES]):
        return Listing("sitemap", articles=tuple(_capped(map(Entry, lines), url)))
    if b"<html" in body[:4096].lower() or name == "html":
        return Listing("home", listings=tuple(_capped(_feeds_of_page(body), url)))
    raise RefusedError("is no feed, no sitemap and no page that names one")


def _xml(body: bytes) -> Any | None:
    """The root element; broken markup is read as far as it goes."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _name(element: Any) -> str:
    """An element's name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _capped(found: Iterable[Entry], base: str) -> Iterator[Entry]:
    """Entries with usable URLs, each once, no more than a listing may have."""
    seen: set[str] = set()
    for entry in found:
        normal = addresses.normal(entry.url, base)
        if normal is not None and normal not in seen:
            seen.add(normal)
            yield replace(entry, url=normal)
        if len(seen) >= MOST_ENTRIES:
            return


def _feed(root: Any, url: str) -> Listing:
    channel = next((child for child in root if _name(child) == "channel"), root)
    links = [child for child in channel if _name(child) == "link" and child.get("href")]
    following = next((link.get("href") for link in links if link.get("rel") in ("next", "prev-archive")), None)
    items = (item for item in root.iter() if _name(item) in ("item", "entry"))
    return Listing(
        "feed",
        articles=tuple(_capped(_items(items), url)),
        next=addresses.normal(following, url) if following else None,
    )


def _items(items: Iterator[Any]) -> Iterator[Entry]:
    for item in items:
        children = [(_name(child), child) for child in item]
        texts = {name: (child.text or "").strip() for name, child in reversed(children)}
        links = [child.get("href") for name, child in children if name == "link" and _is_alternate(child)]
        permanent = next((child for name, child in children if name == "guid"), None)
        link = next((each for each in links if each), None) or texts.get("link")
        if not link and permanent is not None and permanent.get("isPermaLink", "true") != "false":
            link = permanent.text
        published = next((texts[name] for name in ("pubDate", "published", "date") if texts.get(name)), "")
        changed = texts.get("updated", "")
        if link:
            yield Entry(link, _day(published or changed), changed, _day(published))


def _is_alternate(link: Any) -> bool:
    """Whether an Atom link leads to the article and not to its comments or pictures."""
    return link.get("rel", "alternate") == "alternate" and link.get("type", "text/html") in (
        "text/html",
        "application/xhtml+xml",
    )


def _located(root: Any, wanted: str) -> Iterator[Entry]:
    """``<url>`` or ``<sitemap>`` elements; a news sitemap's date of publication is told from the last change."""
    for element in root:
        if _name(element) != wanted:
            continue
        texts: dict[str, str] = {}
        for child in element.iter():
            if isinstance(child.tag, str):
                texts.setdefault(_name(child), (child.text or "").strip())
        changed, published = texts.get("lastmod", ""), texts.get("publication_date", "")
        if texts.get("loc"):
            yield Entry(texts["loc"], _day(published or changed), changed, _day(published))


def _feeds_of_page(body: bytes) -> Iterator[Entry]:
    """The feeds a page names in ``<link rel="alternate">``."""
    try:
        page = html.document_fromstring(body)
    except (etree.ParserError, ValueError):
        return
    for link in page.iter("link"):
        if "alternate" in (link.get("rel") or "").lower() and (link.get("type") or "").lower() in FEED_TYPES:
            yield Entry(link.get("href") or "")


def _day(stated: str) -> date | None:
    return sidecar.parse_date(stated) if stated else None
