"""What is asked: the sheet that the bureau edits, the rule language, the forms."""
