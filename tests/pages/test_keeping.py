"""An article tried on the page and added to the store: it shows at once, never twice, and never on a read-only desk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import pipeline
from pages.shared import keeping
from pipeline import config, errors, store
from pipeline.read import article

ARTICLE = (
    "Oslo, 3 March 2022\n\nNorwegian Foreign Minister Ingrid Berg on Thursday met in Oslo with the Foreign Minister of"
    " Ghana, Kofi Mensah. They discussed trade."
)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory, seeds) -> Path:
    """One seed, read by the pipeline itself."""
    build = tmp_path_factory.mktemp("kept") / "build"
    pipeline.build([sorted(seeds.glob("*.txt"))[1]], build, workers=1)
    return build


@pytest.fixture
def own(shipped, tmp_path) -> Path:
    """A copy of that build, to be added to."""
    return Path(shutil.copytree(shipped, tmp_path / "build", symlinks=True))


def document(text: str = ARTICLE, path: str = "pasted.txt"):
    return article.build(path, text, config.Config())


def build_into(out: Path):
    return lambda files, progress: pipeline.build(files, out, workers=1, progress=progress, add=True)


def tried(app, text: str = ARTICLE):
    app.text_area[0].set_value(text)
    return next(button for button in app.button if button.label == "Read it").click().run(timeout=120)


def test_an_added_article_shows_without_a_restart(dashboard, own):
    before = store.read_table(own, "meetings")
    held = int((before["status"] == "held").sum())
    app = tried(dashboard(own, "try"))
    app.button(key="keep").click().run(timeout=120)
    assert not app.exception
    assert [box.value for box in app.success] == ["Added: 1 article, 1 meeting."]
    assert len(store.read_table(own, "meetings")) == len(before) + 1
    assert any('href="meeting?id=' in element.proto.body for element in app.get("html"))
    app.switch_page("pages/meetings.py").run()
    assert len(app.dataframe[0].value) == held + 1


def test_a_read_only_dashboard_adds_nothing(dashboard, own, monkeypatch):
    monkeypatch.setenv("SIDELINES_READ_ONLY", "1")
    app = tried(dashboard(own, "try"))
    assert not [button for button in app.button if button.key == "keep"]
    assert any("switched off" in caption.value for caption in app.caption)


def test_what_cannot_be_added_is_named_with_its_reason_and_the_rest_is_added(own):
    told: list[int] = []
    added = keeping.add(
        [document(), document("", "empty.txt"), document(path="again.txt")],
        own,
        build_into(own),
        lambda now: told.append(now.done),
    )
    assert added.articles == 1
    assert dict(added.left_out) == {"empty.txt": "holds no text.", "again.txt": "is in the store already."}
    assert told[-1] == 2
    again = keeping.add([document()], own, build_into(own), lambda now: None)
    assert (again.articles, again.left_out) == (0, (("pasted.txt", "is in the store already."),))


def test_a_name_from_outside_stays_in_the_folder(own):
    name = keeping.file_name(document(path="../../etc/pass wd.txt"))
    assert "/" not in name
    assert name.startswith("pass-wd-")


def test_a_build_that_fails_leaves_no_article_behind(own):
    def fails(files, progress):
        raise errors.StoreError("the disk is full.")

    with pytest.raises(errors.StoreError):
        keeping.add([document()], own, fails, lambda now: None)
    assert list((own / keeping.FOLDER).iterdir()) == []
