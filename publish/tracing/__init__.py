"""Proof of absence (`inv verify --trace`): what is not public stands in no published byte, nor in what lies around (docs/tracing.md)."""
