"""Scenarios held against each other: compared, attributed, tested for what would change them."""
