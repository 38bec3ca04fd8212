"""What came back from the departments: submissions, read cell by cell, and what is wrong in them."""
