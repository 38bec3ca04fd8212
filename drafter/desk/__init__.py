"""The use cases: what a workspace holds, and all that is decided for whatever face asks."""
