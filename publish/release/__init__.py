"""Releases: from a built and verified site to the one that is served, in one step, and never back to what was withdrawn."""
