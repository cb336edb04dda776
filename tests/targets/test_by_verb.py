"""`inv release` to another machine and to an object store: from content to what readers get."""

from __future__ import annotations

import shutil

import pytest

import tasks
from publish.errors import TargetFailed
from tests.content import TODAY, Content, opened
from tests.targets.places import Place


def release(place: Place, content: Content) -> int:
    wish = tasks.wished(place.address, str(content.folder), str(content.output), today=str(TODAY), jobs=1)
    return tasks.release_site(wish, quiet=True)


def built(content: Content) -> dict[str, bytes]:
    paths = (path for path in content.output.rglob("*") if path.is_file())
    return {path.relative_to(content.output).as_posix(): path.read_bytes() for path in paths}


def sent(place: Place, content: Content) -> dict[str, bytes]:
    """What of the output is meant for that kind of place."""
    names = place.far().keys()
    return {path: raw for path, raw in built(content).items() if path in names or not path.endswith((".gz", ".br"))}


def refuse(*_: object) -> None:
    raise TargetFailed("连不上。")


def test_from_content_to_readers_and_away_again_and_never_back(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = Content(place.root)
    one, two = content.decision(), content.decision()
    assert release(place, content) == 0
    before = place.far()
    assert before == sent(place, content)

    order, kind = content.order(one), type(place.open())
    for step in ("prepare", "switch"):
        with monkeypatch.context() as patch:
            patch.setattr(kind, step, refuse)
            assert release(place, content) == 3
        assert place.far() == before

    assert release(place, content) == 0
    assert place.far() == sent(place, content)
    words = [word.encode() for word in content.words(one) if word != one]
    assert not [path for path, raw in place.far().items() for word in words if word in opened(raw, path)]
    assert content.page_of(two) in place.far()
    assert place.leftovers() == []

    for name in ("output", "output.state", "output.store"):
        shutil.rmtree(place.root / name)
    content.delete(content.order_path(order))
    told = capsys.readouterr()
    assert "geheim" not in told.out + told.err
    assert release(place, content) == 0
    assert "set.returned" in capsys.readouterr().out
    assert content.page_of(one) not in place.far()
    assert place.far() == sent(place, content)
