"""Limits that a site meets as it grows, each with its source, and what to change where it is met. Looked up in November 2026."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.growth.predicted import Size

GIGA = 10**9
LEAF = 4096 * 3 // 4  # bytes of a leaf of an ext4 directory that are used on average
ENTRY = 8 + 24  # of a directory: 8 bytes and a name of 21 to 24


@dataclass(frozen=True)
class Limit:
    """`of`: what of a site of some size it bounds; `most`: the bound; `instead`: what to change."""

    name: str
    of: Callable[[Size], float]
    most: float
    source: str
    instead: str


LIMITS = (
    Limit("Cloudflare Pages, free: files", lambda one: one.all_files, 20_000, "developers.cloudflare.com/pages/platform/limits",
          "an own server or an object store (`docs/targets.zh-CN.md`)"),
    Limit("Cloudflare Pages, paid: files", lambda one: one.all_files, 100_000, "developers.cloudflare.com/pages/platform/limits",
          "an own server or an object store"),
    Limit("Cloudflare Pages: 25 MiB a file", lambda one: one.largest, 25 * 1024**2, "developers.cloudflare.com/pages/platform/limits",
          "an own server or an object store, or yearly tables left out"),
    Limit("GitHub Pages: 1 GB a site", lambda one: one.bytes, GIGA, "docs.github.com/en/pages (GitHub Pages limits)",
          "an own server or an object store"),
    Limit("GitLab Pages on gitlab.com: 200,000 files and folders", lambda one: one.inodes, 200_000,
          "gitlab.com/gitlab-org/gitlab/-/issues/405048", "a GitLab of one's own, whose limits can be set; an own server"),
    Limit("Netlify: 54,000 files in a folder", lambda one: one.folder, 54_000, "docs.netlify.com/site-deploys/overview",
          "folders of `party/` by two characters, as `decision/` has them"),
    Limit("a worksheet: 1,048,576 rows", lambda one: one.year, 1_048_576, "support.microsoft.com (Excel specifications and limits)",
          "the tables of months, which the data page offers beside those of years"),
    Limit("ext4: leaves of a folder's index (508 × 510)", lambda one: one.folder, 508 * 510 * (LEAF // ENTRY),
          "kernel, fs/ext4/namei.c; without `large_dir`", "folders of `party/` by two characters; `mkfs.ext4 -O large_dir`"),
    Limit("sitemaps.org: 50,000 files in the index", lambda one: one.sitemaps, 50_000, "sitemaps.org/protocol.html",
          "several indexes, each named in `robots.txt`"),
    Limit("the root of search over 100 kB", lambda one: one.root, 100_000, "what a reader waits for (`docs/search.md`), of our own",
          "a second level below the root"),
    Limit("a repository of git over 10 GB", lambda one: one.git, 10 * GIGA, "what is cloned in minutes, of our own",
          "a repository for each authority; `git clone --filter=blob:none` for whoever only looks"),
    Limit("one machine: a cold build of an hour", lambda one: one.hours, 1, "our own", "more processors, then a cluster"),
)  # fmt: skip
