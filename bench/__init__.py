"""How fast builds are: made content of any size, measured builds, a table. Nothing here asserts a time."""
