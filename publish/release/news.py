"""What a release changes, as the one who pushed reads it: which decisions became public, changed, or are public no more."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from pathlib import Path

from publish.dossier import Facts
from publish.release.releasing import Wish
from publish.request import Request, Verified
from publish.signing.released import reading

BY_STORE = {
    "新公开": "SELECT id, row FROM temp.candidate c WHERE NOT EXISTS (SELECT 1 FROM store.decision d WHERE d.id = c.id)",
    "有改动": "SELECT c.id, c.row FROM temp.candidate c JOIN store.decision d USING (id) WHERE c.digest != d.digest",
}
GONE = "SELECT id, row FROM store.decision WHERE id = ?"
MOST = 10  # decisions that are named


@dataclass
class News:
    """Read from a verified build before the store knows of it (`Wish.ready`)."""

    lines: list[str] = field(default_factory=list)

    def heard_by(self, wish: Wish) -> Wish:
        """The wish, which tells us too before anything is served."""

        def ready(request: Request, verified: Verified) -> None:
            self.read(verified)
            if wish.ready:
                wish.ready(request, verified)

        return replace(wish, ready=ready)

    def read(self, verified: Verified) -> None:
        """Compare the public set of the build with that of the release before."""
        self.lines = []
        for title, query in BY_STORE.items():
            self._say(title, verified.publication.database.execute(f"{query} ORDER BY id").fetchall())
        self._say("不再公开", [row for ident in sorted(verified.gone) for row in verified.publication.database.execute(GONE, (ident,))])

    def _say(self, title: str, rows: list[tuple[str, str]]) -> None:
        if rows:
            self.lines.append(f"{title} {len(rows)} 件：")
            self.lines += [f"  {ident} {json.loads(row)['title']}" for ident, row in rows[:MOST]]
            self.lines += [f"  等 {len(rows)} 件。"] if len(rows) > MOST else []


def address(store: Path) -> str:
    """Where the site that was released last is read, as its settings say. Raises BadUsage where the store cannot be read."""
    with reading(store) as database:
        row = database.execute("SELECT value FROM part WHERE name = 'facts'").fetchone() if database else None
    return str(Facts.model_validate_json(row[0]).site.url) if row else ""
