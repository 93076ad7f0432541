"""Bytes → text, whatever encoding an archive was saved in."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

CANDIDATES = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "tis_620",
]  # fmt: skip
"""What ministries' archives come in besides Unicode; naming them keeps rare code pages from winning by chance."""

FOREIGN_WORD = re.compile(rb"(?<![A-Za-z\x80-\xff])[\xc0-\xff]{2,}(?![A-Za-z\x80-\xff])")
"""A word of high bytes only: English saved as windows-1252 has none, in windows-1256 each Arabic word is one."""

MENDED = "utf_8"
"""UTF-8 with a broken character or two, which are replaced; the same codec under another name."""

SAMPLE_BYTES = 32_768
"""Enough for detection; the whole file is then decoded."""


class UndecodableError(ValueError):
    """The bytes are no text in any encoding we know."""


def decode(raw: bytes) -> str:
    r"""Decode a file's bytes, line ends as ``\n``, without a byte order mark.

    Raises:
        UndecodableError: The bytes are binary, or fit no encoding.
    """
    name = detect(raw)
    try:
        text = raw.decode(name, "replace" if name in CANDIDATES or name == MENDED else "strict")
    except UnicodeDecodeError as problem:
        raise UndecodableError(f"begins as {name} but byte {problem.start} breaks it") from problem
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def detect(raw: bytes) -> str:
    """Name of the codec that reads the bytes, or the start of a file's bytes.

    Raises:
        UndecodableError: The bytes are binary, or fit no encoding.
    """
    for mark, name in BOMS:
        if raw.startswith(mark):
            return name
    unmarked = _utf16_without_mark(raw)
    if unmarked is not None:
        return unmarked
    if b"\0" in raw:
        raise UndecodableError("holds NUL bytes and is no UTF-16, so it is no text")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _code_page(raw)
    return "utf-8"


def _utf16_without_mark(raw: bytes) -> str | None:
    """UTF-16 of mostly ASCII text shows as NULs in every second byte."""
    sample = raw[:SAMPLE_BYTES]
    if len(sample) < 4 or len(raw) % 2:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.4 * half and sample[0::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _code_page(raw: bytes) -> str:
    """Single- and multi-byte code pages, and UTF-8 cut in the middle of a character."""
    broken = raw.decode("utf-8", errors="replace")
    if broken.count("\ufffd") <= 1 + len(broken) // 2000 and any(
        ord(char) > 0x7F and char != "\ufffd" for char in broken
    ):
        return MENDED
    if not FOREIGN_WORD.search(raw):
        return "cp1252"
    best = charset_normalizer.from_bytes(raw[:SAMPLE_BYTES], cp_isolation=CANDIDATES).best()
    if best is None:
        raise UndecodableError("is in no encoding we know; save it as UTF-8")
    return best.encoding
