"""What a whole text tells: its rows, its lists with their totals, its facts and their names."""
