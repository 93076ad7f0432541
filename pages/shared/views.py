"""Saved views: filters and page under a name, kept in the reader's own address or browser session, never on the server.

A view is saved for the session, and taken along as a small file that can be opened again anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared import sidebar, words
from pipeline import query
from pipeline.query import Filters

_SAVED = "saved_views"
_BROUGHT = "saved_views_brought"
MAX_VIEWS = 50
MAX_NAME = 60


def draw() -> None:
    """Save the filters in force under a name, open a saved view, take all along or bring them back."""
    saved = st.session_state.setdefault(_SAVED, {})
    with st.popover("Saved views", icon=":material/bookmark:", width="stretch"):
        name = st.text_input("Save this view as", key="view_name", max_chars=MAX_NAME, placeholder="A name")
        st.button("Save", key="view_save", disabled=not name.strip(), on_click=_save, args=(name,))
        for index, (title, parameters) in enumerate(saved.items()):
            opened, removed = st.columns([5, 1], vertical_alignment="center")
            opened.button(
                words.plain(title),
                key=f"view_open_{index}",
                on_click=_open,
                args=(parameters,),
                width="stretch",
                help=words.plain(query.parse(parameters)[0].in_words(sidebar.names())),
            )
            removed.button(
                "Remove",
                icon=":material/delete:",
                key=f"view_remove_{index}",
                on_click=saved.pop,
                args=(title,),
                type="tertiary",
            )
        if saved:
            st.download_button(
                "Take them along",
                data=written(saved),
                file_name="sidelines-views.json",
                mime="application/json",
                icon=":material/download:",
                key="view_download",
                on_click="ignore",
            )
        st.file_uploader(
            "Bring saved views back", type=["json"], key="view_upload", max_upload_size=1, on_change=_bring
        )
        if st.session_state.get("view_upload") is not None:
            st.caption(st.session_state.get(_BROUGHT, ""))


def written(saved: Mapping[str, Mapping[str, list[str]]]) -> bytes:
    """Saved views as a file."""
    return (json.dumps({"sidelines_views": saved}, indent=1, ensure_ascii=False) + "\n").encode()


def read(content: bytes) -> dict[str, dict[str, list[str]]]:
    """The views of such a file; what is not a view of ours is left out.

    Raises:
        ValueError: It is no such file at all.
    """
    told: Any = json.loads(content.decode("utf-8"))
    if not isinstance(told, dict) or not isinstance(told.get("sidelines_views"), dict):
        raise ValueError("not a file of saved views")
    found: dict[str, dict[str, list[str]]] = {}
    for name, parameters in list(told["sidelines_views"].items())[:MAX_VIEWS]:
        if isinstance(parameters, dict):
            lists = {
                str(key): [str(value) for value in values]
                for key, values in parameters.items()
                if isinstance(values, list)
            }
            found[str(name)[:MAX_NAME]] = query.parse(lists)[0].to_query()
    return found


def _save(name: str) -> None:
    saved = st.session_state[_SAVED]
    if len(saved) < MAX_VIEWS or name.strip() in saved:
        saved[name.strip()] = sidebar.current().to_query()
    st.session_state["view_name"] = ""


def _open(parameters: Mapping[str, list[str]]) -> None:
    known = {name: set(by_id) for name, by_id in sidebar.names().items()}
    sidebar.apply(query.parse(parameters, known)[0] if parameters else Filters())


def _bring() -> None:
    """Take over an uploaded file; a callback, so that its views stand in the list at once."""
    brought = st.session_state["view_upload"]
    if brought is None:
        return
    try:
        views = read(brought.getvalue())
    except (ValueError, UnicodeDecodeError):
        st.session_state[_BROUGHT] = "This file holds no saved views."
        return
    st.session_state[_SAVED] |= views
    st.session_state[_BROUGHT] = f"Brought back: {words.count(len(views), 'view')}."
