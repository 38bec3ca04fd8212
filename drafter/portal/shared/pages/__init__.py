"""The pages of the shared portal alone."""
