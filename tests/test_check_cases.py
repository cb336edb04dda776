"""No secret of any rule's case is printed by `inv check`, in text or JSON, in the lines that are shown too."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from publish.build import check
from publish.staff import showing
from tests.test_cases import Case, every_case
from tests.trials import Trial


def squeezed(printed: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", printed)).upper()


@pytest.mark.parametrize("case", [case for case in every_case() if case.secrets], ids=lambda case: case.name)
def test_what_a_case_calls_secret_is_not_printed(case: Case, tmp_path: Path) -> None:
    trial = Trial(tmp_path)
    for change in case.changes:
        trial.apply(*change)
    found = check(trial.request, None)
    for printed in (showing.as_text(found, trial.content), json.dumps(showing.as_json(found, trial.content), ensure_ascii=False)):
        for secret in case.secrets:
            assert squeezed(secret) not in squeezed(printed), f"说出了秘密：{secret}\n{printed}"
