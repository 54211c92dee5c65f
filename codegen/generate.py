"""The whole road: text -> Document -> Catalogue -> {file name: source}."""

from __future__ import annotations

from codegen.catalogue import Catalogue
from codegen.document import Document
from codegen.parse import parse
from codegen.problems import CatalogueError, Position, Problem
from codegen.render import render
from codegen.resolve import resolve

_TOO_DEEP = Problem(
    Position(1, 1),
    "",
    "structs stand inside one another too deeply; let some of them be messages of their own",
)


def read(text: str) -> Catalogue:
    """Return the catalogue that the text of a `schema.toml` means.

    Raises:
        CatalogueError: it has problems; the error has all of them.
    """
    return read_with_places(text)[1]


def read_with_places(text: str) -> tuple[Document, Catalogue]:
    """Return the catalogue as it is written, which has the places, and as it is meant.

    Raises:
        CatalogueError: it has problems; the error has all of them.
    """
    document, problems = parse(text)
    try:
        catalogue, more = resolve(document)
    except RecursionError:
        catalogue, more = None, [_TOO_DEEP]
    if catalogue is None or problems:
        raise CatalogueError([*problems, *more])
    return document, catalogue


def generate(text: str) -> dict[str, str]:
    """Return the files of the generated package, by name: a function of the text alone.

    Raises:
        CatalogueError: the catalogue has problems; the error has all of them.
    """
    catalogue = read(text)
    try:
        return render(catalogue)
    except RecursionError:
        raise CatalogueError([_TOO_DEEP]) from None
