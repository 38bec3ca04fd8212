"""Many workspaces, one after another or side by side."""
