"""What may hold between the rows of a text: a module for each relation, with its examples."""
