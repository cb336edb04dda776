"""Data for programs (开放数据): what of the public set goes into the files below `/data/`, and in which form.

Public records in, drafts (path, view, rows) and texts out. Each module has one format or one group of tables.
"""

ROOT = "data/v1/"  # where they are, below the site's root
