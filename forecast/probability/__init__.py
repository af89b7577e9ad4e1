"""What the paths and the law say of a target: probabilities, words, colours, evidence."""
