"""The life of a plan: recording runs, resolving and scoring them, saying what moved a verdict."""
