"""What readers of several formats need: characters, archives, links, progress, refusals."""
