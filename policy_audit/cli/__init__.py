"""The command line: the only place of typer and rich.

A command parses, builds, runs, and maps what came of it to an exit code. Stages are imported
inside commands, so that ``--help`` loads none of the libraries that read or judge text.
"""

from policy_audit.cli.app import main

__all__ = ["main"]
