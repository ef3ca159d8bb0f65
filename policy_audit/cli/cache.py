"""``policy-audit cache``: what is kept between runs, whether it is whole, and letting it go."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import typer

from policy_audit.cli import inputs, options, terminal
from policy_audit.cli.exits import ExitCode
from policy_audit.cli.options import examples
from policy_audit.errors import OutputError

app = typer.Typer(rich_markup_mode=None)

# All that the program puts into its cache folder, by now or in earlier versions. The folder may
# be one that holds other things too: nothing else in it is touched.
_FILES = ("store*.sqlite*", "vectors.sqlite*")
_FOLDERS = {"onnx": "encoders exported", "learned": "judges learned", "tuned": "encoders tuned"}


@app.callback(invoke_without_command=True)
def top(context: typer.Context) -> None:
    """Show, verify or clear what is kept between runs."""
    if context.invoked_subcommand is None:
        terminal.say_raw(context.get_help())
        raise typer.Exit(ExitCode.USAGE)


@app.command(epilog=examples("policy-audit cache info"))
def info(*, cache: options.CacheOption = None) -> int:
    """Show where the cache is, and how much it holds of what."""
    folder = _folder(cache)
    terminal.say(f"Folder: {folder}")
    if not folder.is_dir():
        terminal.say("Nothing is kept there.")
        return ExitCode.DONE
    with inputs.open_store(cache) as store:
        for usage in store.usage():
            terminal.say(f"{usage.kind}: {usage.entries}, {_size(usage.size)}")
    for name, what in _FOLDERS.items():
        found = [path for path in (folder / name).rglob("*") if path.is_file()]
        if found:
            terminal.say(f"{what}: {len(found)} files, {_size(_sum(found))}")
    terminal.say(f"On the disk: {_size(_sum(_everything(folder)))}")
    return ExitCode.DONE


@app.command(epilog=examples("policy-audit cache clear"))
def clear(*, cache: options.CacheOption = None) -> int:
    """Let go of everything that is kept; the next run works it out again."""
    folder = _folder(cache)
    freed = _sum(_everything(folder))
    try:
        for pattern in _FILES:
            for path in folder.glob(pattern):
                path.unlink(missing_ok=True)
        for name in _FOLDERS:
            if (folder / name).is_dir():
                shutil.rmtree(folder / name)
    except OSError as error:
        raise OutputError(f"cannot clear {folder}: {error.strerror or error}") from error
    terminal.say(f"Cleared: {_size(freed)}")
    return ExitCode.DONE


@app.command(epilog=examples("policy-audit cache verify"))
def verify(*, cache: options.CacheOption = None) -> int:
    """Look at every entry, and let go of those that are not whole.

    Every run does so with the entries that it uses. Exit codes: 0 all were whole; 1 some were not.
    """
    from policy_audit.match.exported import drop_damaged

    folder = _folder(cache)
    dropped = drop_damaged(folder / "onnx")
    if folder.is_dir():
        with inputs.open_store(cache) as store:
            dropped += store.verify()
    terminal.say(f"{dropped or 'No'} damaged entr{'y' if dropped == 1 else 'ies'} found")
    return ExitCode.GAPS if dropped else ExitCode.DONE


def _folder(cache: Path | None) -> Path:
    from policy_audit.store import cache_folder

    return cache or cache_folder()


def _everything(folder: Path) -> Iterator[Path]:
    for pattern in _FILES:
        yield from folder.glob(pattern)
    for name in _FOLDERS:
        yield from (path for path in (folder / name).rglob("*") if path.is_file())


def _sum(paths: Iterator[Path] | list[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB"
