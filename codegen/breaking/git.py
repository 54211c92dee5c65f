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


_NAME = "name a branch, tag or commit of this repository, or a file"
_NAME_A_FILE = "name an older schema.toml or catalogue.json, or run this in a clone"


class GitError(Exception):
    """Git cannot give what was asked for; the text says what, and what to do."""


class NoRepositoryError(GitError):
    """There is no git, or no repository: only files can be named."""


def text_at(ref: str, file: Path) -> str:
    """Return a file as it is at a ref; with `REF:PATH`, another file of the repository.

    Raises:
        GitError: there is no such ref, or no such file in it.
    """
    folder = file.parent
    commit, _, path = ref.partition(":")
    _checked(commit, file, ref)
    there = path or f"./{file.name}"
    try:
        return _git(folder, "show", f"{commit}:{there}")
    except GitError as error:
        hint = "if it stood elsewhere then, write REF:PATH"
        raise GitError(f"{ref!r} has no {path or file}; {hint}") from error


def tags_between(first: str, last: str, file: Path) -> list[str]:
    """Return the tags from one to another, both included, the oldest first.

    Args:
        file: one in the repository.

    Raises:
        GitError: there is no such ref, or no tag between them.
    """
    for ref in (first, last):
        _checked(ref, file, f"{first}..{last}")
    listed = _git(
        file.parent, "tag", "--list", "--contains", first, "--merged", last,
        "--sort=version:refname", "--sort=creatordate",
    )  # fmt: skip
    tags = listed.split()
    if not tags:
        raise GitError(f"there is no tag from {first!r} to {last!r}")
    return tags


def _checked(ref: str, file: Path, name: str) -> None:
    """Refuse what is no ref, and say all that the name was taken for."""
    folder = file.parent
    is_folder = Path(name).is_dir()
    no_file = f"{name!r} is a folder" if is_folder else f"there is no file {name!r}"
    try:
        _git(folder, "rev-parse", "--git-dir")
    except NoRepositoryError as error:
        why = str(error) or f"{file} is in no git repository"
        text = f"{no_file}, and no git ref {ref!r}, since {why}; {_NAME_A_FILE}"
        raise NoRepositoryError(text) from None
    try:
        asked = ("--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        _git(folder, "rev-parse", *asked)
    except GitError:
        told = f"{no_file}, and no git ref {ref!r}"
        raise GitError(f"{told}{_hint(ref, folder)}") from None


def _hint(ref: str, folder: Path) -> str:
    """Return what to do about a name that is no ref."""
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() == "true":
        return f"; {_CLONE}"
    names = _git(folder, "for-each-ref", "--format=%(refname:short)").split()
    return meant(ref, names) or f"; {_NAME}"


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
        why = "git is not installed, or not on the PATH"
        raise NoRepositoryError(why) from None
    except OSError as error:
        raise GitError(f"cannot run git in {folder}: {error.strerror}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        if said and "not a git repository" in said[0]:
            raise NoRepositoryError
        raise GitError(said[0] if said else f"git {arguments[0]} failed")
    return done.stdout.decode("utf-8-sig", errors="replace")
