"""One request, one response: to an address that was checked, within limits of size and time, never retried here.

Redirects are handed back, not followed: whoever follows one checks the new address and asks the new host's robots.txt.
"""

from __future__ import annotations

import http.client
import threading
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from pipeline.collect import addresses
from pipeline.collect.outcomes import Answer, RefusedError, TroubleError

CHUNK_BYTES = 65_536

MOST_ADDRESSES = 3
"""A host with many addresses is tried at this many before it counts as down."""

ERROR_BODY_BYTES = 65_536
"""Of an error page or a redirect nothing more is read."""

PLAIN = ("", "identity")
GZIPPED = ("gzip", "x-gzip")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one request may take, in seconds, and how much it may bring, in bytes once unpacked.

    Attributes:
        connect: For a connection, TLS included.
        silence: Between two packets.
        total: From the connection to the last byte, however lively the server drips.
        page: A page; press pages are well below a tenth of it.
        index: A feed or sitemap; 50 MiB is the sitemap protocol's own limit.
        robots: A robots.txt; RFC 9309 asks for at least 500 KiB.
    """

    connect: float = 10.0
    silence: float = 20.0
    total: float = 60.0
    page: int = 10 * 1024 * 1024
    index: int = 50 * 1024 * 1024
    robots: int = 512 * 1024


@dataclass(slots=True)
class Fetcher:
    """Sends requests; one may serve many threads.

    Attributes:
        agent: The User-Agent header.
        limits: Of time; that of size is given with each request.
        allowed: Networks that may be asked although they are not public.
        resolver: Name and port to addresses.
    """

    agent: str
    limits: Limits
    allowed: Sequence[addresses.Network] = ()
    resolver: addresses.Resolver = addresses.by_system
    _open: set[_Deadline] = field(default_factory=set)
    _is_stopped: bool = False

    def get(
        self, url: str, size: int, headers: Mapping[str, str] | None = None, types: Collection[str] | None = None
    ) -> Answer:
        """Ask for a URL.

        Args:
            url: In its normal form.
            size: Most bytes the body may have, unpacked.
            headers: Sent beside our own.
            types: Media types worth reading; any if left out.

        Raises:
            RefusedError: The address is not public, or the body too large, of another type or packed in another way.
            TroubleError: No connection, no answer in time, or a broken one.
        """
        if self._is_stopped:
            raise TroubleError("stopped")
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or addresses.DEFAULT_PORTS[parts.scheme]
        connection, address = self._connect(parts.scheme, host, port)
        deadline = _Deadline(connection, self.limits.total)
        self._open.add(deadline)
        try:
            with deadline:
                return self._exchange(connection, url, size, headers or {}, types, address)
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError) as problem:
            if deadline.is_over:
                raise TroubleError(f"took longer than {self.limits.total:g} s") from problem
            raise TroubleError(_sentence(problem)) from problem
        finally:
            self._open.discard(deadline)
            connection.close()

    def stop(self) -> None:
        """Break off what is under way; every waiting ``get`` raises."""
        self._is_stopped = True
        for deadline in list(self._open):
            deadline.cut()

    def _connect(self, scheme: str, host: str, port: int) -> tuple[HTTPConnection, str]:
        """A connection to the first address that takes one; TLS is for the name, whatever the address."""
        problem: Exception = TroubleError("no address was tried")
        for address in addresses.resolve(host, port, self.allowed, self.resolver)[:MOST_ADDRESSES]:
            timeout = urllib3.Timeout(connect=self.limits.connect, read=self.limits.silence)
            connection = (
                HTTPSConnection(
                    address,
                    port,
                    timeout=self.limits.connect,
                    server_hostname=host,
                    assert_hostname=host,
                    cert_reqs="CERT_REQUIRED",
                )
                if scheme == "https"
                else HTTPConnection(address, port, timeout=self.limits.connect)
            )
            try:
                connection.connect()
            except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                connection.close()
                problem = error
                continue
            connection.timeout = timeout.read_timeout
            if connection.sock is not None:
                connection.sock.settimeout(self.limits.silence)
            return connection, address
        raise TroubleError(f"no connection to {host}: {_sentence(problem)}") from problem

    def _exchange(
        self,
        connection: HTTPConnection,
        url: str,
        size: int,
        headers: Mapping[str, str],
        types: Collection[str] | None,
        address: str,
    ) -> Answer:
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        own = {"Host": parts.netloc, "User-Agent": self.agent, "Accept-Encoding": "gzip", "Connection": "close"}
        connection.request("GET", target, headers={**own, **headers}, preload_content=False, decode_content=False)
        response = connection.getresponse()
        is_wanted = response.status == http.client.OK
        answer = Answer(
            url,
            response.status,
            response.reason or "",
            tuple(response.headers.items()),
            b"",
            address,
            datetime.now(UTC).replace(microsecond=0),
        )
        if is_wanted and types is not None and answer.media_type not in types:
            raise RefusedError(f"is {answer.media_type or 'of no stated type'}, no page to read")
        stated = answer.header("Content-Length") or ""
        if is_wanted and stated.isdecimal() and int(stated) > size:
            raise RefusedError(f"is {int(stated):,} bytes; at most {size:,} are fetched")
        body = bytearray()
        for chunk in response.stream(CHUNK_BYTES, decode_content=False):
            body += chunk
            if len(body) > (size if is_wanted else ERROR_BODY_BYTES):
                if not is_wanted:
                    break
                raise RefusedError(f"is more than {size:,} bytes, the most that are fetched")
        whole = bytes(body)
        if is_wanted:
            unpacked(whole, answer.header("Content-Encoding"), size)
        return Answer(url, answer.status, answer.reason, answer.headers, whole, address, answer.fetched)


class _Deadline:
    """Shuts a connection's socket when its time is up; a server that sends a byte a second stays within ``silence``."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self._socket = connection.sock
        self._timer = threading.Timer(seconds, self.cut)
        self._timer.daemon = True
        self.is_over = False

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        # a body without a stated length ends where the socket was shut, and looks whole
        if self.is_over:
            raise TimeoutError("time is up")

    def cut(self) -> None:
        """Shut the socket; whoever waits for it wakes up."""
        self.is_over = True
        try:
            if self._socket is not None:
                self._socket.shutdown(2)
        except OSError:
            pass


def unpacked(body: bytes, encoding: str | None, limit: int) -> bytes:
    """A body as its server packed it, unpacked; never more than ``limit`` bytes in memory.

    Raises:
        RefusedError: It unpacks to more, or was packed in a way we did not offer.
        TroubleError: It is damaged.
    """
    name = (encoding or "").strip().lower()
    if name in PLAIN:
        return body
    if name not in GZIPPED:
        raise RefusedError(f"was sent with Content-Encoding {name[:20]}, which we did not offer")
    return gunzipped(body, limit)


def gunzipped(body: bytes, limit: int) -> bytes:
    """Unpack gzip, of one member or several, up to a limit; raises as :func:`unpacked`."""
    found = bytearray()
    while body:
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            found += stream.decompress(body, limit + 1 - len(found))
        except zlib.error as problem:
            if found:  # zeros or a comment behind the last member, as gzip(1) forgives
                break
            raise TroubleError(f"is no gzip: {problem}") from problem
        if len(found) > limit:
            raise RefusedError(f"unpacks to more than {limit:,} bytes, the most that are read")
        if not stream.eof:
            raise TroubleError("its gzip data ends too early")
        body = stream.unused_data
    return bytes(found)


def _sentence(problem: Exception) -> str:
    """What went wrong, on one line."""
    return " ".join((str(problem) or type(problem).__name__).split())[:300]
