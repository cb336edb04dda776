"""Settings of Pelican, and nothing else. What is published is decided by `publish/`, before Pelican runs.

Pelican reads Markdown pages from a staging folder that the build fills; everything else is rendered by the generator of
`plugins.publication` from the plan. `pelican -s pelicanconf.py` is the same build as `inv build`.
"""

from jinja2 import StrictUndefined

from plugins import compiled, host, prose, publication
from verbs import building

PATH = "content"
OUTPUT_PATH = "output"
PELICAN_CLASS = host.PublishingPelican
PUBLICATION_BUILD = building.publish_site
PLUGINS = [publication]
PLUGIN_PATHS: list[str] = []

THEME = "theme"
THEME_STATIC_PATHS: list[str] = []  # the plan holds the theme's files
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "bytecode_cache": compiled.Compiled(),
    "extensions": ["plugins.templates.Shorter"],
    "auto_reload": False,  # an environment lives as long as one build
    "cache_size": -1,  # and keeps all that it compiled, without noting in which order
}

INTRASITE_LINK_REGEX = "(?P<what>(?!))"  # links between pages are resolved before they are staged; nothing else is one
SITEURL = ""
SITENAME = "行政执法信息公示"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
RELATIVE_URLS = False

# Pelican's own content is pages only; everything that stock Pelican would add is off.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS = [""]
STATIC_PATHS: list[str] = []
PAGE_URL = "pages/{slug}.html"
PAGE_SAVE_AS = "pages/{slug}.html"
DIRECT_TEMPLATES: list[str] = []
TEMPLATE_PAGES: dict[str, str] = {}
READERS = {"rst": None, "html": None, "htm": None}
FEED_ALL_ATOM = FEED_ALL_RSS = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
ARCHIVES_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
DELETE_OUTPUT_DIRECTORY = False
SLUGIFY_SOURCE = "title"
FILENAME_METADATA = "(?P<slug>.*)"
SUMMARY_MAX_LENGTH = 0
DEFAULT_METADATA = {"summary": ""}
TYPOGRIFY = False
MARKDOWN = {
    "extensions": ["markdown.extensions.tables", "markdown.extensions.toc", "markdown.extensions.sane_lists", prose.Prose()],
    "extension_configs": {"markdown.extensions.toc": {"slugify": prose.section_name, "toc_depth": "2-3"}},
    "output_format": "html5",
}
