"""What others say of a draft: comments, ticks, rounds of opinions."""
