"""How the year stands, on the whole and for one department."""
