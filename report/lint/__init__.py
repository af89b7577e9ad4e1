"""The linter's report on a terminal, as Markdown, and for programs."""
