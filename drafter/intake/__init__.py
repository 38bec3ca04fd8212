"""What came back: submissions, read cell by cell, and what is wrong in them."""
