"""Statistics and the annual report (行政执法总体情况): what is counted, how, and what is shown of it.

Two counts that never meet. `tally`, `tables`, `annual`: all approved decisions, withheld and withdrawn ones among them, per
agency and year, for tables 1 to 4 of a year whose report is out. `figures`, `charts`: public decisions alone, for everything
else. `planning` makes parts of the plan of both.
"""
