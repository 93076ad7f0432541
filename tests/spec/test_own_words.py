"""Words of one's own: a line in a file of ``--lexicon DIR``, or in the shipped one, and the sentence is read.

Each test also reads the sentence without the line, so that it cannot pass by itself.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

import pipeline
from pipeline import annotate, config
from pipeline.records import Document
from tests.spec import conftest, drawn

FILES = {
    "roles.csv": "title,plural,level,domain,kind,position,party_id,note\nchief herald,,minister,foreign,office,both,,\n",
    "portfolios.csv": "portfolio,domain,aliases\nglaciers,environment,\n",
    "organisations.csv": (
        "party_id,name,party_type,aliases,adjectives,head_office_city,head_office_country,latitude,longitude,since,note\n"
        "himalayan water council,Himalayan Water Council,organisation,HWCN,HWCN,Kathmandu,NPL,27.7,85.3,2020,\n"
    ),
    "outlets.csv": "outlet,aliases,party_id\nAccra Morning Courier,AMCG,GHA\n",
    "triggers.toml": '[verbs]\nmeet = ["hobnobbed"]\n\n[nouns]\ncontact = { palaver = "palavers" }\n',
}


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Language:
    """The pipeline with a lexicon folder of one's own."""
    folder = tmp_path_factory.mktemp("lexicon")
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return pipeline.load_nlp(config.Config(lexicon_dirs=(Path(folder),)))


def rows(nlp: Language, text: str) -> list[dict[str, str]]:
    document = Document("example", "example.txt", conftest.article(text), "")
    return drawn.drawn(annotate.extract(nlp, document), ["parties", "people"])


@pytest.mark.parametrize(
    ("text", "parties", "people"),
    [
        pytest.param("The Chief Herald of Norway, Nils Haugen, met Nepali Foreign Minister Hari Thapa.", "NOR NPL", "Nils Haugen, Hari Thapa", id="a title"),
        pytest.param("Norwegian Minister of Glaciers Nils Haugen met HWCN Secretary-General Hari Thapa.", "NOR himalayan water council", "Nils Haugen, Hari Thapa", id="a portfolio and an organisation"),
        pytest.param("Norwegian Foreign Minister Nils Haugen hobnobbed with Nepali Foreign Minister Hari Thapa.", "NOR NPL", "Nils Haugen, Hari Thapa", id="a verb"),
        pytest.param("Norwegian Foreign Minister Nils Haugen held a palaver with Nepali Foreign Minister Hari Thapa.", "NOR NPL", "Nils Haugen, Hari Thapa", id="a noun"),
        pytest.param("BRUSSELS, 3 June 2019 (AMCG) - Foreign Minister Kofi Badu met the Foreign Minister of Norway, Nils Haugen.", "GHA NOR", "Kofi Badu, Nils Haugen", id="an outlet"),
    ],
)  # fmt: skip
def test_a_line_in_a_file_teaches(nlp: Language, extended: Language, text: str, parties: str, people: str):
    expected = drawn.rows(f"parties | people\n{parties} | {people}")
    assert rows(extended, text) == expected
    assert rows(nlp, text) != expected
