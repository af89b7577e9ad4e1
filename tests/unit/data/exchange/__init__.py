"""Forms of other tools."""
