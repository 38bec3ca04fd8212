"""The web desk: the second face over the same use cases as the commands."""
