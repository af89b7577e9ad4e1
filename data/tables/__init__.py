"""Tables of annual figures: read from files, checked, and joined to plans."""
