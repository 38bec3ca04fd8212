"""Dealings with departments: forms, replies, letters."""
