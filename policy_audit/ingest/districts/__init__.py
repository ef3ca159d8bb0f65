"""Districts on disk: their folders, what ``district.toml`` says, all documents of each."""
