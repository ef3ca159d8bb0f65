"""What a document's text tells about it: its kind, date, status, number and language."""
