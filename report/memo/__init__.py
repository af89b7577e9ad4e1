"""The memo: what is said (sections), in neutral blocks, and the formats it is written in."""
