"""The plan as a whole: how many targets are met together, which decide it, what must add up."""
