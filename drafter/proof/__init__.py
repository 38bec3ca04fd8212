"""校对: the arithmetic and the wording of any report, read from its text alone."""
