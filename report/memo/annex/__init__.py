"""The annexes of a memo, each a document of its own."""
