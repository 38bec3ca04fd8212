"""Findings, and what the bureau decides on them."""
