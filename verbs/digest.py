"""The verb that tells what a week brought, for other places."""

from __future__ import annotations

from pathlib import Path

from invoke.context import Context
from invoke.tasks import task

from publish.errors import BadUsage
from publish.release.where import where
from verbs.machine import LOOKING, day, end, exit_code

MOST = 366
OLD = "网站上次构建是 {}，那以后的没有算进来；要算进来，请先构建。"
NOTHING = "{}没有新公开的决定，也没有撤回，没有写文件。"
REMIND = "发出以后不会自己更新：以后撤回的决定，发出的文章和微博里有的，请一并删改。"


@task(
    help={
        "output": "输出目录，或者 inv release 发布到的文件夹", "store": "发布记录目录", "today": "到哪一天为止", "days": "多少天",
        "to": "写到哪个文件夹；不能在网站里",
    },
)  # fmt: skip
def digest(context: Context, output: str = "output", store: str = "", today: str = "", days: int = 7, to: str = "digest") -> None:
    """把一周里新公开和撤回的写成公众号文章和微博，供复制；一件也没有的，退出码为 1。"""
    from publish.digest import article, posts, words  # noqa: PLC0415 - a tenth of a second, and only here
    from publish.digest.week import week  # noqa: PLC0415 - the same

    def run() -> int:
        if not 1 <= days <= MOST:
            raise BadUsage(f"--days 应为 1 至 {MOST}。")
        on, site = day(today), where(Path(output).resolve(), Path(store).resolve() if store else None)
        target = Path(to) / str(on)
        if any(target.resolve().is_relative_to(folder) for folder in (Path(output).resolve(), site.output, site.state)):
            raise BadUsage(f"--to 不能在网站的文件夹 {output} 里，那里的会被公开，也会被构建删掉；请改写。")
        told = week(site.state, site.store, on, days)
        if told.built < on:
            print(OLD.format(told.built))
        if not told.total and not told.withdrawn:
            write(target, {})
            print(NOTHING.format(told.period))
            return 1
        texts = {"weixin.html": article.article(told)}
        texts |= {f"weibo-{number}.txt": post for number, post in enumerate(posts.posts(told), 1)}
        write(target, texts)
        print(f"{told.period}，{words.totals(told)}")
        print("\n".join(f"已写入 {target / name}" for name in texts))
        print(REMIND)
        return 0

    end(exit_code(run, LOOKING))


def write(folder: Path, texts: dict[str, str]) -> None:
    """Write the files; those of an earlier run go, for they may tell what is withdrawn. Raises BadUsage where that can't be done."""
    try:
        for old in (*folder.glob("weibo-*.txt"), folder / "weixin.html"):
            old.unlink(missing_ok=True)
        if texts:
            folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadUsage(f"写不了 {folder}（{error.strerror}）；请改写 --to。") from None
