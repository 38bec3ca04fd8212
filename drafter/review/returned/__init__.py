"""A draft that came back, held against what was sent out."""
