"""One module a kind of picture: its data, the figure, and the text that says what it shows."""
