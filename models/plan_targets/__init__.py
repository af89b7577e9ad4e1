"""What being a plan's target adds to a law: a shift on the scale of normal scores."""
