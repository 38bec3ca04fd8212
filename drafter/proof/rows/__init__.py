"""Rows of facts: each number of a sentence with what it is and with what hangs on it."""
