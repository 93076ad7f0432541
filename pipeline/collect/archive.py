"""Responses as they came, kept as WARC (ISO 28500): one folder a host, each record its own gzip member.

A record that was cut off, by a kill or a full disk, is cut away before the next is written.
"""

from __future__ import annotations

import gzip
import io
import os
import re
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType

from pipeline.collect import addresses
from pipeline.collect.outcomes import Answer
from pipeline.read import warc

FILE_BYTES = 256 * 1024 * 1024
"""A file is closed at this size; what reads an archive may want to hold one."""

UNSAFE = re.compile(r"[^A-Za-z0-9.-]")
"""What a host name may hold that a folder's should not: the colons and brackets of an IPv6 address."""

REWRITTEN = frozenset({"transfer-encoding", "content-length"})
"""Headers that speak of the transfer, which is over: the body is kept in one piece, as long as it is."""


class Archive:
    """WARC files below a folder.

    Args:
        folder: Where the hosts' folders lie.
        agent: Who fetched; noted at the start of each file.
        below: Put before the name of each host's folder.
    """

    def __init__(self, folder: Path, agent: str, below: str = "") -> None:
        self.folder, self.agent, self.below = folder, agent, below

    def place(self, url: str, sizes: dict[str, int]) -> str:
        """The file a URL's next response goes to, relative to the folder; ``sizes`` are those of the files so far."""
        host = UNSAFE.sub("_", addresses.host_of(url)).lstrip(".") or "_"
        number = 1
        while sizes.get(name := f"{self.below}{host}/{number:04d}.warc.gz", 0) >= FILE_BYTES:
            number += 1
        return name

    def append(self, name: str, size: int, answer: Answer, published: str = "") -> tuple[int, int]:
        """Add a response to a file.

        Args:
            name: The file, relative to the folder.
            size: How much of it is known to be whole; the rest is cut away.
            answer: What came.
            published: The day on which it was published as a listing said, if one did.

        Returns:
            Where the record starts and the file's new size, in bytes.
        """
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.truncate(size)
            file.seek(0, os.SEEK_END)
            start = file.tell()
            if start == 0:
                start = file.write(self._information(name, answer))
            file.write(_response(answer, published))
            file.flush()
            os.fsync(file.fileno())
            return start, file.tell()

    def _information(self, name: str, answer: Answer) -> bytes:
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.warcinfo)
        record.headers["Content-Type"] = "application/warc-fields"
        record.headers["WARC-Date"] = _stamp(answer)
        record.headers["WARC-Filename"] = name.rpartition("/")[2]
        fields = (f"software: {self.agent}", "format: WARC File Format 1.1", "robots: obey")
        record.set_bytes_content("".join(f"{field}\r\n" for field in fields).encode())
        return _member(record)


def _response(answer: Answer, published: str) -> bytes:
    # a folded header is one line here, or its rest would be taken for the next
    headers = [(name, " ".join(value.split())) for name, value in answer.headers if name.lower() not in REWRITTEN]
    headers.append(("Content-Length", str(len(answer.body))))
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response)
    record.headers["WARC-Target-URI"] = answer.url
    record.headers["WARC-Date"] = _stamp(answer)
    record.headers["WARC-IP-Address"] = answer.address
    record.headers["Content-Type"] = "application/http; msgtype=response"
    if published:
        record.headers[warc.LISTED] = published
    first = f"HTTP/1.1 {answer.status} {answer.reason}".rstrip()
    record.set_bytes_content(f"{first}\r\n{head}\r\n".encode("latin-1", "replace") + answer.body)
    return _member(record)


def _stamp(answer: Answer) -> str:
    return answer.fetched.isoformat().replace("+00:00", "Z")


def _member(record: WarcRecord) -> bytes:
    buffer = io.BytesIO()
    record.write(buffer, checksum_data=True)
    return gzip.compress(buffer.getvalue(), mtime=0)
