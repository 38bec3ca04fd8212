"""Putting a Word file back into standard format, its text untouched."""
