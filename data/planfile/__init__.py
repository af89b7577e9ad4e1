"""Plan files: their schema, reading, checking and writing."""
