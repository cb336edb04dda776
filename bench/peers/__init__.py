"""This program side by side with other generators that build the same decisions: `python -m bench SIZES --peers NAMES`.

Their themes (`themes/`) have our styles and marks: the facts that ours shows of a decision, lists by month, kind, agency and topic,
a page for each organization, a home page and one feed of the newest hundred.
"""
