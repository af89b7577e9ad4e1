"""Pictures: what is drawn (one module a kind in drawing), and how files are written."""
