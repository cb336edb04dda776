"""Going back to the release before: its theme and its content, less what was withdrawn or ended since."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.content import TODAY
from tests.release.places import Place

ONE, TWO, THREE = (f"d{number:015d}" for number in (1, 2, 3))
LATER = TODAY + timedelta(days=1)


def test_the_content_goes_back_and_what_was_withdrawn_or_ended_since_stays_away(place: Place) -> None:
    place.content.edit(THREE, public_until="2026-06-15")
    place.commit()
    assert place.release() == 0
    new = place.content.decision()
    place.content.edit(TWO, facts="独实错：写错了的事实")
    place.content.order(ONE)
    place.commit()
    assert place.release() == 0
    assert (place.shows(new), place.shows(THREE)) == (True, True)
    assert place.release(LATER, rollback=True) == 0
    assert "回退" in place.words
    assert (place.shows(new), place.shows(ONE), place.shows(THREE)) == (False, False, False)
    assert place.shows(TWO)
    assert "独实错" not in place.served()[f"decision/d0/{TWO}.html"].decode()
    assert place.holding(new) == place.holding(ONE) == set()


def test_the_nightly_release_does_not_bring_back_what_was_rolled_back_and_a_new_commit_does(place: Place) -> None:
    new = place.content.decision()
    place.commit()
    assert place.release() == 0
    assert place.release(rollback=True) == 0
    assert place.release(LATER) == 0
    assert not place.shows(new)
    another = place.content.decision()
    place.commit()
    assert place.release(LATER) == 0
    assert (place.shows(new), place.shows(another)) == (True, True)


def test_an_order_that_comes_after_going_back_is_obeyed(place: Place) -> None:
    place.content.decision()
    place.commit()
    assert place.release() == 0
    assert place.release(rollback=True) == 0
    place.content.order(ONE)
    place.commit()
    assert place.release() == 0
    assert not place.shows(ONE)


def test_the_theme_goes_back(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = Path(__file__).parent.parent.parent
    changed = tmp_path / "program"
    shutil.copytree(project / "theme", changed / "theme")
    style = changed / "theme" / "styles" / "tokens.css"
    style.write_text(style.read_text("utf-8") + ":root { --new: 1px }\n", encoding="utf-8")
    assert place.release() == 0
    before = place.served()["theme/css/site.css"]
    with monkeypatch.context() as patch:
        patch.setattr("publish.request.Request.theme", property(lambda request: request.looks or changed / "theme"))
        assert place.release() == 0
        assert place.served()["theme/css/site.css"] != before
        assert place.release(rollback=True) == 0
        assert place.served()["theme/css/site.css"] == before
        assert place.release(LATER) == 0
        assert place.served()["theme/css/site.css"] == before


def test_where_there_is_nothing_to_go_back_to_it_says_so(place: Place) -> None:
    before = place.served()
    assert place.release(rollback=True) == 2
    assert "没有更早的" in place.words
    assert place.served() == before
