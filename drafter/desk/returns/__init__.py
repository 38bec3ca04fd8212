"""A department at its own form: filling in, handing in, confirming."""
