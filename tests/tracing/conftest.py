from __future__ import annotations

import pytest

from tests.tracing.secret import Secret, secret


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Secret:
    """A built site with secrets. Not to be changed."""
    return secret(tmp_path_factory.mktemp("secret"))
