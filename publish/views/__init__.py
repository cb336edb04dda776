"""What each page shows: public records in, template data out. No template, no clock, no internal record.

Each module plans one kind of page: it yields drafts (path, view, rows). `rows["here"]` says what the page is; the host adds
where it stands (root, address).
"""
