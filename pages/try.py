from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

import pipeline
from pages.shared import data, frame, keeping, trial, words
from pipeline import config, engine, lexicon, merge, records, tables
from pipeline.read import article, encoding
from pipeline.run import BuildResult, Progress

frame.boot()

EXAMPLE = (
    "Damascus, 17 February 2021\n\n"
    "Foreign and Expatriates Minister Faisal Mikdad on Wednesday received in Damascus the Ambassador of Kazakhstan,"
    " Erlan Jumali. The two sides discussed bilateral relations and ways of developing trade between their countries."
)


@st.cache_resource(show_spinner=False)
def registers() -> lexicon.Lexicon:
    """The lexicon, loaded once."""
    return lexicon.load(())


def read(name: str, raw: bytes) -> records.Document:
    """One upload as a document; what cannot be decoded is a document that says so."""
    try:
        text = encoding.decode(raw)
    except encoding.UndecodableError as error:
        return article.failed(name, "unreadable", str(error), raw=raw)
    return article.build(name, text, config.Config())


def extract(documents: list[records.Document]) -> list[records.Extraction]:
    """What the articles say, one after the other, with a bar that tells how far."""
    bar = st.progress(0.0, "Loading the language model …")
    found = []
    for number, document in enumerate(documents, start=1):
        found += engine.extract_batch((document,), config.Config())
        bar.progress(number / len(documents), f"{number} of {words.count(len(documents), 'article')}")
    bar.empty()
    return found


def build(files: Sequence[Path], progress: Callable[[Progress], None]) -> BuildResult:
    """Add files to the build in force; in this process, which has the language model loaded."""
    return pipeline.build(files, data.build_folder(), workers=1, progress=progress, add=True)


st.title("Try an article")
st.caption(
    "Paste one or upload some, and see what is read from them, and by which rule. Nothing is stored unless you add it."
)

pasted, uploaded = st.tabs(["Paste", "Upload"])
with pasted, st.form("paste", border=False):
    text = st.text_area("The article, with its date line if there is one", value=EXAMPLE, height=220, max_chars=100_000)
    is_pasted = st.form_submit_button("Read it")
with uploaded, st.form("upload", border=False):
    files = st.file_uploader("Text files", type=["txt"], accept_multiple_files=True)
    is_uploaded = st.form_submit_button("Read them")

if is_pasted or is_uploaded:
    st.session_state.pop("kept", None)
if is_pasted:
    st.session_state["trial"] = extract([article.build("pasted.txt", text, config.Config())])
elif is_uploaded and files:
    st.session_state["trial"] = extract([read(file.name, file.getvalue()) for file in files])

extractions = st.session_state.get("trial")
if not extractions:
    st.stop()
frames = tables.from_meetings(extractions, merge.merge(extractions), registers())
countries = dict(zip(frames.parties["party_id"], frames.parties["name"], strict=True))
topics = dict(zip(frames.topics["topic"], frames.topics["label"], strict=True))
trial.summary(extractions)
if "kept" in st.session_state:
    keeping.said(st.session_state["kept"])
else:
    keeping.draw([extraction.document for extraction in extractions], data.build_folder(), build)
for extraction in extractions[: trial.SHOWN]:
    trial.article(extraction, countries, topics)
trial.rows(frames)
