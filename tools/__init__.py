"""What makes the files that the repository ships; nothing here is part of the product."""
