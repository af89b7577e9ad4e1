"""Words, grids, wrapping: what every topic's text is made of."""
