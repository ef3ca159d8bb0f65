"""Rich text: its control words, and the paragraphs and tables that they make."""
