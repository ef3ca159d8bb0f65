"""Printed pages, of a PDF or a picture: columns, tables, footnotes, text recognition."""
