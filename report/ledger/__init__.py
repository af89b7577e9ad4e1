"""The ledger's listings, the yearly check, differences between runs, scores."""
