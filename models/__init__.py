"""How one series, or a batch of them, moves: one model a file; the reference class."""
