"""Files of documents to lines of text: PDF, DOCX, HTML and text."""
