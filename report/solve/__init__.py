"""Two-way questions in words, on a screen and as records."""
