"""PDF files: what is in the file itself (text, fonts, links, drawn signs)."""
