"""Safe reading of any workbook: a gate before the parser, in a process that may die."""
