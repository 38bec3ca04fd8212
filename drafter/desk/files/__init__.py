"""The folders of a workspace, and what is opened or changed in the worker."""
