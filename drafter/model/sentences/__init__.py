"""Every sentence that a user is told about the data, by code; a room each."""
