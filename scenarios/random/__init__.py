"""Parameters that are distributions: draws keyed by content, correlated where asked."""
