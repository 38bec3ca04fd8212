"""Signing, publishing, and what leaders see."""
