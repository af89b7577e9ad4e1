"""An assessment as people and programs read it: table, rows, records, sentences."""
