"""The rule language, as in Excel: one parser; exact check, Excel formula, sentence."""
