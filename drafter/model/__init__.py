"""The nouns that every stage shares, and every sentence that a user is told."""
