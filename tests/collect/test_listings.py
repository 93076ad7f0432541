"""What feeds, sitemaps and home pages list, as sites write them."""

from __future__ import annotations

import gzip
from datetime import date

import pytest

from pipeline.collect import listings
from pipeline.collect.outcomes import RefusedError

BASE = "https://mfa.example/en/feed"
LIMIT = 1_000_000


def parsed(body: str) -> listings.Listing:
    return listings.parse(body.encode(), BASE, LIMIT)


def test_rss_gives_links_and_days():
    listing = parsed(
        "<?xml version='1.0'?><rss version='2.0'><channel><link>https://mfa.example/</link>"
        "<item><title>Talks</title><link> /news/1 </link><pubDate>Mon, 05 Feb 2024 23:10:00 +0300</pubDate></item>"
        "<item><guid>https://mfa.example/news/2</guid></item>"
        "<item><guid isPermaLink='false'>77</guid></item></channel></rss>"
    )
    assert listing.kind == "feed"
    assert [(entry.url, entry.day) for entry in listing.articles] == [
        ("https://mfa.example/news/1", date(2024, 2, 5)),
        ("https://mfa.example/news/2", None),
    ]


def test_rdf_gives_its_items_beside_the_channel():
    listing = parsed(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'"
        " xmlns:dc='http://purl.org/dc/elements/1.1/'><channel/>"
        "<item><link>https://mfa.example/a</link><dc:date>2023-01-09</dc:date></item></rdf:RDF>"
    )
    assert listing.articles == (listings.Entry("https://mfa.example/a", date(2023, 1, 9), published=date(2023, 1, 9)),)


def test_atom_takes_the_article_not_its_comments_and_goes_on_to_the_next_page():
    listing = parsed(
        "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='next' href='?page=2'/>"
        "<entry><link rel='replies' href='/c/1'/><link rel='alternate' href='/n/1'/>"
        "<published>2024-03-01T08:00:00Z</published><updated>2024-03-02T08:00:00Z</updated></entry></feed>"
    )
    day = date(2024, 3, 1)
    assert listing.articles == (listings.Entry("https://mfa.example/n/1", day, "2024-03-02T08:00:00Z", day),)
    assert listing.next == "https://mfa.example/en/feed?page=2"


def test_a_news_sitemap_tells_publication_from_change():
    listing = parsed(
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
        " xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://mfa.example/n/1</loc>"
        "<lastmod>2024-05-05</lastmod><news:news><news:publication_date>2024-05-01</news:publication_date></news:news>"
        "</url></urlset>"
    )
    day = date(2024, 5, 1)
    assert listing.articles == (listings.Entry("https://mfa.example/n/1", day, "2024-05-05", day),)


def test_a_change_is_no_publication():
    feed = parsed("<feed><entry><link href='/n/1'/><updated>2024-03-02T08:00:00Z</updated></entry></feed>")
    sitemap = parsed("<urlset><url><loc>https://mfa.example/n/1</loc><lastmod>2024-03-02</lastmod></url></urlset>")
    for listing in (feed, sitemap):
        assert [(entry.day, entry.published) for entry in listing.articles] == [(date(2024, 3, 2), None)]


def test_an_index_lists_sitemaps_and_no_articles():
    listing = parsed(
        "<sitemapindex><sitemap><loc>/s1.xml.gz</loc><lastmod>2024-01-02</lastmod></sitemap></sitemapindex>"
    )
    assert listing.articles == ()
    assert listing.listings == (listings.Entry("https://mfa.example/s1.xml.gz", date(2024, 1, 2), "2024-01-02"),)


def test_a_gzipped_sitemap_is_unpacked():
    body = gzip.compress(b"<urlset><url><loc>https://mfa.example/n/1</loc></url></urlset>")
    assert [entry.url for entry in listings.parse(body, BASE, LIMIT).articles] == ["https://mfa.example/n/1"]


def test_a_sitemap_may_be_plain_lines():
    assert len(parsed("https://mfa.example/a\nhttps://mfa.example/b\n").articles) == 2


def test_a_home_page_names_its_feeds():
    listing = parsed(
        "<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/rss'>"
        "<link rel='alternate' hreflang='fr' href='/fr'></head><body><br><p>Welcome</body></html>"
    )
    assert listing.kind == "home"
    assert [entry.url for entry in listing.listings] == ["https://mfa.example/rss"]


def test_a_broken_feed_is_read_as_far_as_it_goes():
    listing = parsed(
        "\n<rss><channel><item><link>/n/1</link></item><item><title>Q & A</title><link>/n/2</link></item><item>"
    )
    assert [entry.url for entry in listing.articles] == ["https://mfa.example/n/1", "https://mfa.example/n/2"]


def test_links_that_are_no_web_addresses_are_left_out():
    links = ("javascript:alert(1)", "file:///etc/passwd", "ftp://mfa.example/a", "https://user:pw@mfa.example/", "/n/1")
    listing = parsed("<rss>" + "".join(f"<item><link>{link}</link></item>" for link in links) + "</rss>")
    assert [entry.url for entry in listing.articles] == ["https://mfa.example/n/1"]


def test_entities_of_a_hostile_feed_are_not_resolved(tmp_path):
    (tmp_path / "secret").write_text("https://mfa.example/secret")
    outside = f"<!DOCTYPE r [<!ENTITY x SYSTEM '{(tmp_path / 'secret').as_uri()}'>]>"
    laughs = (
        "<!DOCTYPE r [<!ENTITY a 'ha'>"
        + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
        + "]>"
    )
    for head, entity in ((outside, "x"), (laughs, "j")):
        listing = parsed(f"{head}<rss><item><link>/n/1</link></item><item><link>&{entity};</link></item></rss>")
        assert [entry.url for entry in listing.articles] == ["https://mfa.example/n/1"]


def test_a_listing_has_an_end():
    lines = "\n".join(f"http://x/{number}" for number in range(listings.MOST_ENTRIES + 10))
    assert len(parsed(lines).articles) == listings.MOST_ENTRIES


@pytest.mark.parametrize("body", [b"", b"\x00\x01\x02", b"{}", b"<svg/>", b"hello there"])
def test_what_lists_nothing_is_refused(body: bytes):
    with pytest.raises(RefusedError):
        listings.parse(body, BASE, LIMIT)
