"""What git knows of older versions of a file.

Rule: git is asked and never told; its own words are handed on where it refuses.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from codegen.problems import meant

_CLONE = (
    "this clone has not all of its history; fetch the ref first (with GitHub's actions/checkout: "
    "fetch-depth: 0)"
)


class GitError(Exception):
    """Git cannot give what was asked for; the text says what, and what to do."""


def text_at(ref: str, file: Path) -> str:
    """Return a file as it is at a ref; with `REF:PATH`, another file of the repository.

    Raises:
        GitError: there is no such ref, or no such file in it.
    """
    folder = file.parent
    commit, _, path = ref.partition(":")
    _checked(commit, folder)
    there = path or f"./{file.name}"
    try:
        return _git(folder, "show", f"{commit}:{there}")
    except GitError as error:
        hint = "if it stood elsewhere then, write REF:PATH"
        raise GitError(f"{ref!r} has no {path or file}; {hint}") from error


def tags_between(first: str, last: str, folder: Path) -> list[str]:
    """Return the tags from one to another, both included, the oldest first.

    Raises:
        GitError: there is no such ref, or no tag between them.
    """
    for ref in (first, last):
        _checked(ref, folder)
    listed = _git(
        folder, "tag", "--list", "--contains", first, "--merged", last,
        "--sort=version:refname", "--sort=creatordate",
    )  # fmt: skip
    tags = listed.split()
    if not tags:
        raise GitError(f"there is no tag from {first!r} to {last!r}")
    return tags


def _checked(ref: str, folder: Path) -> None:
    """Refuse what is no ref."""
    _git(folder, "rev-parse", "--git-dir")
    try:
        asked = ("--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        _git(folder, "rev-parse", *asked)
    except GitError:
        names = _git(folder, "for-each-ref", "--format=%(refname:short)").split()
        is_shallow = _git(folder, "rev-parse", "--is-shallow-repository").strip()
        hint = meant(ref, names) or (f"; {_CLONE}" if is_shallow == "true" else "")
        raise GitError(f"no file and no git ref {ref!r}{hint}") from None


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git is not installed, or not on the PATH") from None
    except OSError as error:
        raise GitError(f"cannot run git in {folder}: {error.strerror}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise GitError(said[0] if said else f"git {arguments[0]} failed")
    return done.stdout.decode("utf-8-sig", errors="replace")
