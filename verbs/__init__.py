"""The verbs, one module a kind of work. `tasks.py` lists them for invoke."""
