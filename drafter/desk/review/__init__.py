"""Drafts compared, returned, merged."""
