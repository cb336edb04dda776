"""Where signatures are needed, a release proves them itself: what lies in the state is not believed for another commit or key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.release.places import Place
from tests.signed_content import KEYS, Signed


@pytest.fixture
def signed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Place:
    place = Place(Signed(tmp_path), capsys)
    assert isinstance(place.content, Signed)
    place.content.signed()
    place.commit()
    assert place.release() == 0, place.words
    return place


def test_what_is_not_signed_or_was_changed_after_signing_is_not_released(signed: Place) -> None:
    content = signed.content
    assert isinstance(content, Signed)
    unsigned, changed = content.decision(revision=1), content.signed()
    content.edit(changed, facts="独实改：签名以后改的")
    signed.commit()
    assert signed.release() == 0
    assert "signature.missing" in signed.words
    assert "signature.invalid" in signed.words
    assert (signed.shows("d000000000000001"), signed.shows(unsigned), signed.shows(changed)) == (True, False, False)


def test_an_earlier_signed_revision_does_not_come_back_with_an_old_state(signed: Place) -> None:
    content = signed.content
    assert isinstance(content, Signed)
    one = "d000000000000001"
    first = (content.folder / content.where(one)).read_bytes()
    seals = {path: path.read_bytes() for path in (content.folder / "approvals").iterdir()}
    signed.backup("site.state")
    content.edit(one, facts="独实改：遮盖以后", revision=2)
    content.sign(one)
    signed.commit()
    assert signed.release() == 0
    (content.folder / content.where(one)).write_bytes(first)
    for path, seal in seals.items():
        path.write_bytes(seal)
    signed.commit()
    signed.restore("site.state")
    assert signed.release() == 1
    assert "signature.invalid" in signed.words
    assert "遮盖以后" in signed.served()[f"decision/d0/{one}.html"].decode()


def test_a_key_that_is_revoked_counts_no_more_at_the_next_release(signed: Place) -> None:
    content = signed.content
    assert isinstance(content, Signed)
    content.trust(KEYS.public("张三") + "\n")
    content.signed()
    signed.commit()
    assert signed.release() == 1
    assert not signed.shows("d000000000000002")
