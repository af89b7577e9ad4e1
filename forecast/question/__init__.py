"""What is asked: the readings of a target, its arithmetic, and what stands in the way."""
