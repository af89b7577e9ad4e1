"""Single series and many of them: forecast and batch."""
