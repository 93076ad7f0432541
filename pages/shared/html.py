"""The only place that builds HTML; everything that comes from an article or a table is escaped here.

Pages hand in plain values and get markup back; :func:`show` is the only door to the browser.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from pages.shared import palette, words


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of an article that is evidence. ``start`` and ``end`` count its characters, end excluded."""

    start: int
    end: int
    field: str
    value: str
    rule: str


def show(markup: str) -> None:
    """Put markup made by this module on the page."""
    st.html(markup)


def sheet() -> str:
    """What the theme's settings cannot say.

    Streamlit writes white on the primary colour, in the tags of a list and on the main button. In the dark theme that
    colour is bright, since tabs and choices are written in it, so there they are written dark.

    Where nothing hovers, Plotly's bar of buttons would lie on every legend for good; only maps keep it, to zoom.
    """
    return (
        "<style>div[data-testid=stFullScreenFrame]{width:round(down,100%,1px)}"
        "[data-testid=stMultiSelect] [data-tag],button[kind^=primary]{color:light-dark(#fff,#0b1117)}"
        "@media (hover:none){.js-plotly-plot:not(:has(.geo)) .modebar{visibility:hidden}}</style>"
    )


def article(text: str, marks: Iterable[Mark]) -> str:
    """An article's text with its evidence highlighted and named on hover and on keyboard focus.

    Args:
        text: The article as stored, untrusted.
        marks: Evidence in it; may overlap, touch or lie outside the text.

    Returns:
        Markup in which the text stands escaped, once and in order; only runs of blank lines are shortened.
    """
    spans = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    edges = sorted({0, len(text), *(mark.start for mark in spans), *(mark.end for mark in spans)})
    pieces = []
    for start, end in itertools.pairwise(edges):
        covering = [mark for mark in spans if mark.start <= start and end <= mark.end]
        pieces.append(_piece(text[start:end], covering))
    return f'{_style()}<div class="sl-article" tabindex="0" role="region" aria-label="Article">{"".join(pieces)}</div>'


def legend(fields: Sequence[str]) -> str:
    """What the colours of the highlighted text mean; only the kinds that occur."""
    keys = [
        f'<mark class="sl-mark sl-{html.escape(field)}">{html.escape(words.FIELD[field])}</mark>'
        for field in words.FIELD
        if field in fields
    ]
    return f'{_style()}<div class="sl-legend" role="note" aria-label="Kinds of evidence">{"".join(keys)}</div>'


def facts(rows: Iterable[tuple[str, str]], wrong: Mapping[str, str] | None = None) -> str:
    """A list of labelled facts, as on an index card.

    Args:
        rows: Label and value.
        wrong: Where "wrong?" leads, by label; facts without an address have none.
    """
    cells = []
    for label, value in rows:
        href = (wrong or {}).get(label)
        said = f"Wrong? Correct: {label}"
        link = (
            f' <a class="sl-wrong" href="{html.escape(href, quote=True)}" target="_self" title="{html.escape(said)}"'
            f' aria-label="{html.escape(said)}">wrong?</a>'
            if href
            else ""
        )
        cells.append(f'<span class="sl-label">{html.escape(label)}</span><span>{html.escape(value)}{link}</span>')
    return f'{_style()}<div class="sl-facts">{"".join(cells)}</div>'


def links(entries: Iterable[tuple[str, str, str]]) -> str:
    """A list of links within the dashboard: address, words, and a note behind.

    Plain links on purpose: Back after one of Streamlit's own page links with parameters needs two presses.
    """
    lines = [
        f'<li><a href="{html.escape(href, quote=True)}" target="_self">{html.escape(label)}</a>'
        f'<span class="sl-label"> {html.escape(note)}</span></li>'
        for href, label, note in entries
    ]
    return f'{_style()}<ul class="sl-links">{"".join(lines)}</ul>'


def sides(parties: Iterable[tuple[str, Sequence[tuple[str, str]]]]) -> str:
    """The parties of a meeting side by side, each with its people and their roles."""
    cards = []
    for party, people in parties:
        lines = [
            f'<li><span class="sl-name">{html.escape(name)}</span>'
            + (f'<span class="sl-role">{html.escape(role)}</span>' if role else "")
            + "</li>"
            for name, role in people
        ]
        head = f'<strong class="sl-party">{html.escape(party)}</strong>'
        cards.append(f'<section class="sl-side">{head}<ul>{"".join(lines)}</ul></section>')
    return f'{_style()}<div class="sl-sides">{"".join(cards)}</div>'


_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*\n")


def _piece(text: str, marks: Sequence[Mark]) -> str:
    if not marks:
        return html.escape(_BLANK_LINES.sub("\n\n", text))
    first = min(marks, key=lambda mark: mark.end - mark.start)
    tip = "\n".join(dict.fromkeys(f"{words.FIELD.get(mark.field, mark.field)}: {mark.value}" for mark in marks))
    rules = ", ".join(dict.fromkeys(mark.rule for mark in marks))
    named = html.escape(f"{tip}\n({rules})" if rules else tip, quote=True)
    kind = first.field if first.field in words.FIELD else "meeting"
    return f'<mark class="sl-mark sl-{kind}" tabindex="0" data-tip="{named}">{html.escape(text)}</mark>'


def _style() -> str:
    colours = "".join(
        f".sl-{field}{{background:{colour}33;border-bottom:2px solid {colour}}}"
        for field, colour in palette.FIELDS.items()
    )
    return f"<style>{_CSS}{colours}</style>"


_CSS = """
.sl-article{white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.65;unicode-bidi:plaintext;max-height:36rem;overflow-y:auto;
padding:1rem 1.1rem;border:1px solid rgba(128,138,148,.3);border-radius:6px}
.sl-mark{color:inherit;border-radius:3px;padding:0 1px;position:relative}
.sl-mark[data-tip]{cursor:help}
.sl-mark[data-tip]:hover::after,.sl-mark[data-tip]:focus::after{content:attr(data-tip);position:absolute;left:0;top:1.6em;
z-index:9;white-space:pre-line;width:max-content;max-width:min(22rem,70vw);background:#1c2733;color:#fff;
font-size:.8rem;line-height:1.4;padding:.4rem .6rem;border-radius:5px}
.sl-legend{display:flex;flex-wrap:wrap;gap:.4rem .9rem;font-size:.85rem}
.sl-facts{display:grid;grid-template-columns:5.5rem 1fr;gap:.45rem 1rem;line-height:1.45;overflow-wrap:anywhere}
.sl-label{opacity:.75}
.sl-wrong{font-size:.8rem;color:inherit;opacity:.75;text-decoration:underline dotted;white-space:nowrap}
.sl-wrong:hover{opacity:1}
.sl-links{margin:0;padding-left:1.1rem;line-height:1.7}.sl-links a{color:#2f7fb5;font-weight:600}
.sl-sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.7rem}
.sl-side{border:1px solid rgba(128,138,148,.3);border-radius:6px;padding:.7rem .9rem}
.sl-party{display:block;margin:0 0 .35rem;font-size:.95rem}
.sl-side ul{list-style:none;margin:0;padding:0}.sl-side li{margin:0 0 .3rem;padding:0}
.sl-name{display:block;font-weight:600}.sl-role{display:block;opacity:.75;font-size:.9rem}
"""
