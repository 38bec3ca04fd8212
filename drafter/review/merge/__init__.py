"""Edits by hand and new figures in one document."""
