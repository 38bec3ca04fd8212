"""Releases: for Windows and Linux machines without a network, and for pip; each tried once made."""
