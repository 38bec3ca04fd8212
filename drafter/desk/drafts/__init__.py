"""Drafts as they are looked at."""
