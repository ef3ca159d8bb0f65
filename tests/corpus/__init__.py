"""Known texts, rendered in the forms in which districts publish, and read back."""
