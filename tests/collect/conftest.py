"""A real HTTP server on this machine, whose sites a test writes; nothing outside the machine is asked."""

from __future__ import annotations

import http.server
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path

import pytest

from pipeline import collect

STORY = (
    "The foreign minister of Peru received the ambassador of Japan in Lima on Monday, and they discussed fisheries. "
    "Both sides agreed that a joint committee should meet before the year is out, the ministry said in a statement."
)


def page(title: str) -> bytes:
    """A press page."""
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{STORY}</p></article></body></html>".encode()


@dataclass
class Reply:
    """What the server sends for a path; ``send`` takes over where a well-formed response will not do."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    send: Callable[[socket.socket], None] | None = None
    seconds: float = 0.0


@dataclass
class Request:
    """One request as the server saw it, on the monotonic clock."""

    path: str
    headers: dict[str, str]
    start: float
    end: float = 0.0


class Site:
    """A server at ``127.0.0.1`` or another loopback address; what is not in ``replies`` is not found."""

    def __init__(self, address: str = "127.0.0.1", certificate: ssl.SSLContext | None = None) -> None:
        self.replies: dict[str, Reply | list[Reply]] = {}
        self.requests: list[Request] = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                request = Request(self.path, dict(self.headers.items()), time.monotonic())
                site.requests.append(request)
                site.answer(self)
                request.end = time.monotonic()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """A client that hangs up is what some tests are about."""

        self.server = Server((address, 0), Handler)
        if certificate is not None:
            self.server.socket = certificate.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.url = f"http://{address}:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    def answer(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        """Send the reply of a path; of a list the next one, the last one again and again."""
        reply = self.replies.get(handler.path, Reply(b"not here", 404))
        if isinstance(reply, list):
            reply = reply.pop(0) if len(reply) > 1 else reply[0]
        time.sleep(reply.seconds)
        if reply.send is not None:
            reply.send(handler.connection)
            handler.close_connection = True
            return
        etag = reply.headers.get("ETag")
        is_unchanged = etag is not None and handler.headers.get("If-None-Match") == etag
        handler.send_response(304 if is_unchanged else reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if not is_unchanged:
            if "Content-Length" not in reply.headers:
                handler.send_header("Content-Length", str(len(reply.body)))
            handler.end_headers()
            handler.wfile.write(reply.body)
        else:
            handler.end_headers()

    def feed(
        self, *paths: str, path: str = "/feed", date: str = "Mon, 05 Feb 2024 10:00:00 GMT", **headers: str
    ) -> str:
        """Publish an RSS feed of pages, and the pages; returns its URL."""
        items = "".join(f"<item><link>{self.url}{each}</link><pubDate>{date}</pubDate></item>" for each in paths)
        body = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
        self.replies[path] = Reply(body, headers={"Content-Type": "application/rss+xml", **headers})
        for each in paths:
            self.replies.setdefault(each, Reply(page(f"Talks {each}")))
        return self.url + path

    def paths(self) -> list[str]:
        """The paths that were asked for, in order, robots.txt aside."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    """A server at 127.0.0.1."""
    started = Site()
    yield started
    started.close()


@pytest.fixture
def private() -> Iterator[Site]:
    """A server of the user's own network, as it were: at 127.0.0.2, which tests do not allow."""
    started = Site("127.0.0.2")
    started.replies["/secret"] = Reply(page("Passwords"))
    yield started
    started.close()


@pytest.fixture
def reply() -> type[Reply]:
    """What the server sends."""
    return Reply


@pytest.fixture
def make_site() -> Iterator[Callable[..., Site]]:
    """Starts further servers."""
    started: list[Site] = []

    def make(*args: object, **options: object) -> Site:
        started.append(Site(*args, **options))  # type: ignore[arg-type]  # passed on as it is
        return started[-1]

    yield make
    for each in started:
        each.close()


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., collect.Collected]:
    """Collects into ``tmp_path/corpus`` without pauses; only 127.0.0.1 is allowed beside the public internet."""

    def collected(*urls: str, **options: object) -> collect.Collected:
        resolver = options.pop("resolver", collect.addresses.by_system)
        own = {
            "delay": 0.0,
            "backoff": 0.01,
            "allowed": (ip_network("127.0.0.1/32"),),
            "limits": collect.Limits(connect=1.0, silence=0.5, total=1.0, page=200_000, index=500_000),
        }
        settings = collect.Settings(**{**own, **options})  # type: ignore[arg-type]  # passed on as it is
        return collect.collect(urls, tmp_path / "corpus", settings, resolver=resolver)  # type: ignore[arg-type]

    return collected


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Where ``run`` collects into."""
    return tmp_path / "corpus"
