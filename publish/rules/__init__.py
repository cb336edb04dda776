"""The rules of the gate: one module a family, one function a finding.

A rule takes a `Dossier` and yields findings whose code is its own address. A rule that is not in its module's `RULES` is not
run. A finding that no dossier can tell (of files, orders, lists, the whole set) is made by the function that is its address,
for whoever finds it. Each docstring says in English what is asked; a line `规则：` says it in Chinese for staff, a line `依据：`
names the source, and a line `级别：` the level where it depends on the file: the rule list (`docs/rules.md`) is made from them
(`publish.rulebook`). To add one: write the function, name it in `RULES`, add `tests/cases/<code>.md`, run `inv golden`.
"""
