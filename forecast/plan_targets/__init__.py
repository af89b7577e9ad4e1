"""What being a plan's target adds to the law: its regime, and the second named statement."""
