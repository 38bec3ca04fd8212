"""What regions hand up to the level above: packs, as they are made, opened and received."""
