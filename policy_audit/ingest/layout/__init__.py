"""The layout of text that formats share: clean lines -> paragraphs, lists and titles."""
