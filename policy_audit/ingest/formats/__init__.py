"""One reader a format: bytes of a file -> what it says.

To add one: a module or package here, its name and how it is told in ``sniff``, its reader in the
table of ``readers``, and its place among the layers in pyproject.toml; and if a library reads it,
that library's name in ``reading.kept``.
"""
