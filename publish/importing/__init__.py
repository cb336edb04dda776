"""Tables of decisions that other systems keep (CSV, XLSX, XLS) into drafts: `inv import`.

From the outside in: `workbook` (bytes → sheets of texts), `sheets` (a spreadsheet file, read in a process of its own), `columns`
(titles → fields), `cells` (a cell → a value), `parties`, `agency_names` and `rows` (a row → a draft with its doubts), `existing`
(what the content has already), `drafts` (all rows → files, in one go) and `telling` (what staff are told).
"""
