"""What reading makes of files as they come: encodings, languages, web pages, tables, archives, damaged files."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from fastwarc.warc import WarcRecord, WarcRecordType
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import config, errors, read, records
from pipeline.read import article, columns, encoding, language

STORY = "The foreign minister of Peru received the ambassador of Japan in Lima on Monday, and they discussed fisheries."
LONGER = f"{STORY}\n\nBoth sides agreed that a joint committee should meet before the year is out, the ministry said."


def only(path: Path, **options: object) -> records.Document:
    """The one document of a source."""
    (document,) = read.read([path], **options)  # type: ignore[arg-type]  # passed on as it is
    return document


# Text


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_in_western_encodings(tmp_path: Path, name: str):
    text = f"{STORY} “Good talks,” said Díaz – in Bogotá."
    (tmp_path / "a.txt").write_bytes(text.encode(name))
    assert only(tmp_path).text == text


def test_text_in_windows_1256(tmp_path: Path):
    arabic = "التقى وزير الخارجية السفير الجديد وبحث معه العلاقات الثنائية بين البلدين وسبل تطويرها"
    (tmp_path / "a.txt").write_bytes(arabic.encode("cp1256"))
    document = only(tmp_path)
    assert (document.text, document.status) == (arabic, "unsupported_language")


def test_an_old_file_with_one_broken_character_is_still_utf_8(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(f"{STORY} Bogotá".encode() + b"\xff")
    assert only(tmp_path).text == f"{STORY} Bogotá\ufffd"


def test_line_ends_of_any_system_are_one(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(LONGER.replace("\n", "\r\n").encode())
    assert only(tmp_path).text == LONGER


def test_a_stored_text_is_what_the_file_says(tmp_path: Path):
    """Offsets count in the file as Python reads it, leading blanks included."""
    (tmp_path / "a.txt").write_text(f"  \n {LONGER}\n", encoding="utf-8")
    assert only(tmp_path).text == (tmp_path / "a.txt").read_text(encoding="utf-8")


def test_the_same_words_have_the_same_id_wherever_they_lie(tmp_path: Path):
    (tmp_path / "a.txt").write_text(LONGER, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(LONGER.replace("\n", " \r\n").encode("utf-16"))
    first, second = read.read([tmp_path])
    assert first.doc_id == second.doc_id
    assert first.doc_id.startswith("d")


def test_two_empty_files_are_two_documents(tmp_path: Path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(" \n", encoding="utf-8")
    first, second = read.read([tmp_path])
    assert (first.status, second.status) == ("empty", "empty")
    assert first.doc_id != second.doc_id


def test_bytes_that_are_no_text(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 3)
    document = only(tmp_path)
    assert document.status == "unreadable"
    assert document.error is not None
    assert document.error.endswith(".")


def test_a_dump_of_many_articles_is_too_large(tmp_path: Path):
    (tmp_path / "a.txt").write_text(LONGER * 20, encoding="utf-8")
    assert only(tmp_path, config=config.Config(max_article_chars=1000)).status == "too_large"


def test_a_file_far_too_large_is_not_taken_in(tmp_path: Path):
    (tmp_path / "a.txt").write_text(LONGER * 100, encoding="utf-8")
    document = only(tmp_path, config=config.Config(max_article_chars=1000))
    assert (document.status, document.text) == ("too_large", "")


def test_folders_are_read_in_order_and_hidden_files_left_out(tmp_path: Path):
    for name in ("b/2.txt", "b/10.txt", "a.txt", ".hidden.txt", "c.pdf", "b/.git/x.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(STORY, encoding="utf-8")
    paths = [Path(document.path).relative_to(tmp_path).as_posix() for document in read.read([tmp_path])]
    assert paths == ["a.txt", "b/10.txt", "b/2.txt"]
    assert read.count([tmp_path]) == 3


def test_a_named_file_is_read_whatever_it_is_called(tmp_path: Path):
    (tmp_path / "dispatch").write_text(STORY, encoding="utf-8")
    assert only(tmp_path / "dispatch").text == STORY


def test_a_source_that_does_not_exist_is_an_error_at_once(tmp_path: Path):
    with pytest.raises(errors.SourceError, match="does not exist"):
        read.read([tmp_path / "nowhere"])


def test_a_folder_with_nothing_to_read_is_an_error_at_once(tmp_path: Path):
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    with pytest.raises(errors.SourceError, match="nothing readable"):
        read.read([tmp_path])


def test_gzipped_text(tmp_path: Path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(STORY.encode()))
    assert only(tmp_path).text == STORY


# Sidecars


@pytest.mark.parametrize("name", ["a.meta.json", "a.txt.meta.json"])
def test_a_sidecar_says_what_the_text_cannot(tmp_path: Path, name: str):
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    metadata = {
        "url": "https://example.org/1",
        "outlet": "Andina",
        "title": "Talks in Lima",
        "published": "2021-02-17T10:00:00Z",
    }
    (tmp_path / name).write_text(json.dumps(metadata), encoding="utf-8")
    document = only(tmp_path)
    assert (document.url, document.outlet, document.title) == ("https://example.org/1", "Andina", "Talks in Lima")
    assert (document.published, document.published_basis) == (date(2021, 2, 17), "metadata")


@pytest.mark.parametrize("content", ["{broken", "[1, 2]", '{"published": "soon"}'])
def test_a_sidecar_that_cannot_be_used_is_named_and_the_article_read(tmp_path: Path, content: str):
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "a.meta.json").write_text(content, encoding="utf-8")
    document = only(tmp_path)
    assert (document.status, document.published) == ("ok", None)
    assert "a.meta.json" in (document.error or "")


# Languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("El ministro de Asuntos Exteriores recibió al embajador de Japón y hablaron de comercio.", "Spanish"),
        ("Le ministre des Affaires étrangères a reçu lundi l'ambassadeur du Japon à Paris.", "French"),
        ("Министр иностранных дел принял посла Японии и обсудил с ним развитие торговли", "Russian"),
        ("استقبل وزير الخارجية سفير اليابان وبحث معه العلاقات الثنائية بين البلدين وسبل تعزيزها", "Arabic"),
        ("Dışişleri Bakanı, Japonya Büyükelçisini Ankara'da kabul etti ve ticareti görüştü.", "Turkish"),
    ],
)
def test_what_is_not_english_says_so(tmp_path: Path, text: str, language: str):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    document = only(tmp_path)
    assert document.status == "unsupported_language"
    assert language in (document.error or "")


@pytest.mark.parametrize(
    "text",
    [
        f"م 12:12 2017/09/24\n\n{STORY}",
        f"{STORY}\n23 марта 2021",
        f"Fecha de publicación:\n{LONGER}\nDeja un comentario\nTodos los campos son requeridos\nEscribir comentario",
        "Presidents Pérez and Gómez meet in Caracas: https://example.org",
    ],
)
def test_an_english_article_in_foreign_furniture_stays_english(tmp_path: Path, text: str):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert only(tmp_path).status == "ok"


# Web pages

PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Talks in Lima - Andina</title>
<meta property="og:title" content="Talks in Lima"><meta property="og:site_name" content="Andina">
<meta property="article:published_time" content="2021-02-17T10:20:00+00:00">
<link rel="canonical" href="https://example.org/news/1"></head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Talks in Lima</h1><p>{STORY}</p>
<p>Both sides agreed that a joint committee should meet before the year is out, the ministry said.</p>
<p>The committee last met in Tokyo, where it dealt with ports, railways and the rights of fishermen at sea.</p></article>
<footer>© 2026 Andina. All rights reserved.</footer><script>alert("x")</script></body></html>"""


def test_a_web_page_gives_its_article_and_what_it_says_of_itself(tmp_path: Path):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    document = only(tmp_path)
    assert [line for line in document.text.split("\n") if line][:2] == ["Talks in Lima", STORY]
    assert "alert" not in document.text
    assert "Home" not in document.text
    assert (document.title, document.outlet, document.url) == ("Talks in Lima", "Andina", "https://example.org/news/1")
    assert (document.published, document.published_basis) == (date(2021, 2, 17), "metadata")


def test_a_sidecar_wins_over_the_page(tmp_path: Path):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "a.meta.json").write_text('{"published": "2021-02-16"}', encoding="utf-8")
    assert only(tmp_path).published == date(2021, 2, 16)


def test_a_page_in_windows_1252_that_says_so(tmp_path: Path):
    page = PAGE.replace('charset="utf-8"', 'charset="windows-1252"').replace("of Japan", "of Japan, Señor Muñoz,")
    (tmp_path / "a.htm").write_bytes(page.encode("cp1252", "replace"))
    assert "Señor Muñoz" in only(tmp_path).text


def test_a_page_without_an_article_is_empty(tmp_path: Path):
    (tmp_path / "a.html").write_text("<html><head><title></title></head><body></body></html>", encoding="utf-8")
    assert only(tmp_path).status == "empty"


# Tables

ROW = {"body": STORY, "headline": "Talks in Lima", "date": "2021-02-17", "link": "https://example.org/1"}


def check_row(document: records.Document) -> None:
    assert document.text == f"Talks in Lima\n\n{STORY}"
    assert (document.published, document.url) == (date(2021, 2, 17), "https://example.org/1")
    assert document.path.endswith("#1")


def test_json_lines(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    check_row(only(tmp_path))


def test_gzipped_json_lines(tmp_path: Path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps(ROW).encode()))
    check_row(only(tmp_path))


@pytest.mark.parametrize(("name", "separator"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")])
def test_csv_with_any_separator(tmp_path: Path, name: str, separator: str):
    with (tmp_path / name).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(ROW), delimiter=separator)
        writer.writeheader()
        writer.writerow(ROW)
    check_row(only(tmp_path))


def test_parquet(tmp_path: Path):
    table = pa.table({name: [value] for name, value in ROW.items()} | {"unused": [1]})
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    check_row(only(tmp_path))


def test_a_map_names_the_columns(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"t": STORY, "when": "2021-02-17", "text": "no"}), encoding="utf-8")
    document = only(tmp_path, columns=columns.parse(["text=t,published=when"]))
    assert (document.text, document.published) == (STORY, date(2021, 2, 17))


@pytest.mark.parametrize("wrong", ["text", "story=t", "text="])
def test_a_map_that_makes_no_sense_is_an_error(wrong: str):
    with pytest.raises(errors.SourceError, match="--map"):
        columns.parse([wrong])


def test_a_table_without_a_text_column_says_which_it_has(tmp_path: Path):
    (tmp_path / "a.csv").write_text("id,story_html\n1,x\n", encoding="utf-8")
    document = only(tmp_path)
    assert document.status == "unreadable"
    assert "id, story_html" in (document.error or "")
    assert "--map text=COLUMN" in (document.error or "")


def test_one_bad_line_of_many_is_one_bad_document(tmp_path: Path):
    lines = [json.dumps(ROW), "{broken", "[1]", '{"body": 7}', "", json.dumps(ROW | {"body": LONGER})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    documents = list(read.read([tmp_path]))
    assert [document.status for document in documents] == ["ok", "unreadable", "unreadable", "unreadable", "ok"]


# Archives


def test_zip_and_tar_hold_what_a_folder_holds(tmp_path: Path):
    files = {
        "x/a.txt": STORY.encode(),
        "x/a.meta.json": b'{"published": "2021-02-17"}',
        "b.html": PAGE.encode(),
        "c.jsonl": json.dumps(ROW).encode(),
        "__MACOSX/a.txt": b"junk",
        "d.pdf": b"%PDF",
    }
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    with tarfile.open(tmp_path / "all.tar.gz", "w:gz") as packed_tar:
        for name in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size = len(files[name])
            packed_tar.addfile(entry, io.BytesIO(files[name]))
    for name in ("all.zip", "all.tar.gz"):
        documents = list(read.read([tmp_path / name]))
        assert [Path(document.path).name for document in documents] == ["b.html", "c.jsonl#1", "a.txt"]
        assert [document.published for document in documents] == [date(2021, 2, 17)] * 3
        assert documents[-1].path.endswith(f"{name}/x/a.txt")


def test_an_archive_in_an_archive_is_opened_once(tmp_path: Path):
    def packed(name: str, content: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(name, content)
        return buffer.getvalue()

    inner = packed("a.txt", STORY.encode())
    (tmp_path / "two.zip").write_bytes(packed("one.zip", inner))
    (tmp_path / "three.zip").write_bytes(packed("two.zip", packed("one.zip", inner)))
    statuses = {Path(document.path).parts[-2]: document.status for document in read.read([tmp_path])}
    assert statuses == {"one.zip": "ok", "two.zip": "unreadable"}


def warc_record(
    kind: str, content: bytes, *, status: bytes = b"200 OK", url: str = "https://example.org/w"
) -> WarcRecord:
    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response)
    record.headers["WARC-Target-URI"] = url
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content(b"HTTP/1.1 " + status + b"\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + content)
    return record


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_the_pages_of_a_web_archive(tmp_path: Path, name: str):
    buffer = io.BytesIO()
    bare = PAGE.replace('<link rel="canonical" href="https://example.org/news/1">', "")
    for record in (
        warc_record("text/html; charset=utf-8", bare.encode()),
        warc_record("image/png", b"\x89PNG"),
        warc_record("text/html", b"gone", status=b"404 Not Found"),
        warc_record("text/plain", LONGER.encode()),
    ):
        record.write(buffer)
    raw = buffer.getvalue()
    (tmp_path / name).write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    page, plain = read.read([tmp_path])
    assert (page.title, page.published, page.url) == ("Talks in Lima", date(2021, 2, 17), "https://example.org/w")
    assert (plain.text, plain.url) == (LONGER, "https://example.org/w")


def of_every_kind() -> dict[str, bytes]:
    """A file of every kind but archives, each with one article, by its name."""
    table = io.BytesIO()
    pyarrow.parquet.write_table(pa.table({name: [value] for name, value in ROW.items()}), table)
    rows = io.StringIO()
    writer = csv.DictWriter(rows, list(ROW))
    writer.writeheader()
    writer.writerow(ROW)
    crawl = io.BytesIO()
    warc_record("text/html; charset=utf-8", PAGE.encode()).write(crawl)
    plain = {
        "text.txt": STORY.encode("utf-16"),
        "page.html": PAGE.encode(),
        "lines.jsonl": json.dumps(ROW).encode(),
        "rows.csv": rows.getvalue().encode(),
        "rows.tsv": "\n".join("\t".join(cells) for cells in (ROW, ROW.values())).encode(),
        "table.parquet": table.getvalue(),
        "crawl.warc": crawl.getvalue(),
    }
    return plain | {f"{name}.gz": gzip.compress(content) for name, content in plain.items()}


@pytest.mark.parametrize("name", sorted(of_every_kind()))
def test_a_file_of_any_kind_reads_the_same_in_a_folder_a_zip_and_a_tar(tmp_path: Path, name: str):
    content = of_every_kind()[name]
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / name).write_bytes(content)
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as packed:
        packed.writestr(name, content)
    with tarfile.open(tmp_path / "packed.tar", "w") as packed_tar:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        packed_tar.addfile(entry, io.BytesIO(content))
    documents = [only(tmp_path / source) for source in ("folder", "packed.zip", "packed.tar")]
    assert {document.status for document in documents} == {"ok"}
    assert len({document.doc_id for document in documents}) == 1
    assert STORY in documents[0].text
    assert all(f"/{name}" in document.path for document in documents)


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tgz", "a.parquet", "a.warc.gz", "a.txt.gz", "a.jsonl.gz"])
def test_a_damaged_file_is_one_row_and_the_reading_goes_on(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(b"\x1f\x8b\x08 this is no archive of any kind" * 5)
    (tmp_path / "z.txt").write_text(STORY, encoding="utf-8")
    damaged, good = read.read([tmp_path])
    assert (damaged.status, good.status) == ("unreadable", "ok")
    assert (damaged.error or "").endswith(".")


@pytest.mark.parametrize("name", ["text.txt", "page.html", "lines.jsonl"])
def test_standard_input_is_read_as_what_it_begins_like(monkeypatch: pytest.MonkeyPatch, name: str):
    class Stdin:
        buffer = io.BytesIO(of_every_kind()[name])

    monkeypatch.setattr("sys.stdin", Stdin)
    document = only(Path("-"))
    assert document.path.startswith(f"stdin.{name.split('.')[1]}")
    assert document.published == (None if name == "text.txt" else date(2021, 2, 17))
    assert STORY in document.text


# Laws


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_text_or_undecodable(raw: bytes):
    try:
        text = encoding.decode(raw)
    except encoding.UndecodableError:
        return
    assert isinstance(text, str)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_a_document_that_can_be_stored(text: str):
    document = article.build("a.txt", text, config.Config())
    document.text.encode()
    assert (document.error is None) == (document.status == "ok")


def test_plain_english_is_told_at_a_glance():
    """The classifier, which takes most of a second to load, is left for what might be another language."""
    article = (
        "The Minister of Foreign Affairs received the Ambassador of Chile on Monday and discussed the state of relations"
        " between the two countries. The Ambassador conveyed the greetings of his government and praised the role of the"
        " ministry in the preparation of the summit, the statement said. The two sides also reviewed trade and culture."
    )
    language._identifier.cache_clear()
    assert language.detect(article) == "en"
    assert language._identifier.cache_info().currsize == 0


@pytest.mark.parametrize(
    "kin",
    [
        "The Meenister o Foreign Affairs met the Ambassador o Chile on Monanday an spak aboot the relations atween the"
        " twa kintras. The Ambassador brocht the greetins o his government an praised the darg o the meenistry for the"
        " gaitherin, the statement said. The twa sides forby leukit ower the tred an the cultur o baith the fowk.",
        "Di Minista of Foreign Affairs don meet wit di Ambassador of Chile for Monday and dem tok about di palava wey dey"
        " between di two kontris. Di Ambassador carry greetings from im goment come, and e praise di work wey di ministry"
        " don do for di summit, na so di statement tok. Di two sides still look di mata of trade and kulture togeda.",
        "Le ministre a reçu l'ambassadeur du Chili, auteur de « The History of the Andes and the Sea », et ils ont parlé"
        " des relations entre les deux pays. L'ambassadeur a transmis les salutations de son gouvernement et a salué le"
        " rôle du ministère dans la préparation du sommet, selon le communiqué publié lundi à Santiago du Chili.",
    ],
    ids=["scots", "pidgin", "french"],
)
def test_what_only_looks_like_english_is_looked_at_closely(kin):
    assert not language._is_plainly_english(kin)
