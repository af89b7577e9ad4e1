"""Plans in Chinese, in simplified or traditional characters: words, names, operators, sentences."""
