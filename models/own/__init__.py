"""Models of a series' own history: one model a file, and what they are made of."""
