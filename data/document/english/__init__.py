"""Plans in English: words, names, operators, sentences."""
