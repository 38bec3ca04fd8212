"""稿: a report composed, dressed, recorded; each of its figures explained and traced."""
