"""What changed between two documents, why, who says so; and what becomes of edits made by hand."""
