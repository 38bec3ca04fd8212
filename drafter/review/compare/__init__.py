"""Two documents side by side: what changed, and why."""
