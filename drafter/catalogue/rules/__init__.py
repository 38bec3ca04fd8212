"""The rule language: what a clerk knows from Excel. One parser; exact check, Excel formula, sentence."""
