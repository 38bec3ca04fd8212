"""What a document says: blocks, paragraphs, units that stay whole."""
