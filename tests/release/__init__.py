"""Releases are made, unpacked and used as an office does."""
