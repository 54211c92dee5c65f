"""One state of a catalogue, to be compared with another.

Rule: what travels decides. A version that is known only by its `catalogue.json` has no places, no
docs and no names of enums; it is compared all the same, and told in the words that it has.
"""

from __future__ import annotations

from msgspec import Struct
from runtime.wire_model import WireModel, from_json

from codegen.catalogue import Catalogue
from codegen.document import Document
from codegen.generate import read_with_places
from codegen.wire import wire_model


class Version(Struct, frozen=True):
    """One state of a catalogue."""

    label: str
    """What the user called it: `main`, `v1.0`, a file."""
    file: str
    """What its places are in."""
    model: WireModel
    catalogue: Catalogue | None = None
    document: Document | None = None


def version_from_toml(text: str, label: str, file: str) -> Version:
    """Return the version that the text of a `schema.toml` means.

    Raises:
        CatalogueError: it has problems; the error has all of them.
    """
    document, catalogue = read_with_places(text)
    return Version(label, file, wire_model(catalogue), catalogue, document)


def version_from_json(text: str, label: str, file: str) -> Version:
    """Return the version that a `catalogue.json` has kept.

    Raises:
        msgspec.DecodeError: the text is not a wire model.
    """
    return Version(label, file, from_json(text))
