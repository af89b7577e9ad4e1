"""The ledger: an append-only record of figures and runs that shows when it was altered."""
