"""A workspace in its year: what came in, the drafts, the commands on them."""
