"""What is kept of a year: numbered records that are written once."""
