"""Feeds (订阅源): the newest decisions of each collection, and the withdrawals, as Atom, RSS and JSON Feed.

`choice` says which feeds there are and what stands in each, as parts of the plan; `items` makes of it what a reader shows, the
same for all three formats; `forms` writes JSON Feed and OPML. Atom and RSS are written by `plugins/feeds.py` with feedgen.
"""
