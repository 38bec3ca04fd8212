"""One document and its changes to another, tracked."""
