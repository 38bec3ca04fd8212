"""Equations that the numbers of a paragraph may be meant to fill, and how likely each is."""
