"""What worker processes answer: from a request to the functions behind the command line."""
