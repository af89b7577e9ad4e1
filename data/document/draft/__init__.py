"""From claims to a plan file: which indicator a claim speaks of, and what is written of it."""
