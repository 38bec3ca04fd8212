"""A text as passages and sentences, and the lists of words that decide."""
