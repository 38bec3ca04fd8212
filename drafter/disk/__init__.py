"""What is written is written whole: locks, and files that are not finished yet."""
