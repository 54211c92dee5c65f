# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The types and messages of the catalogue 'buffers', version 1.0."""

from typing import NewType, TypeAlias

import msgspec
from runtime import Buffer, WritableBuffer

Pixels = NewType("Pixels", WritableBuffer)
"""What a camera has seen, row by row."""

Planes: TypeAlias = list[Buffer]


class Tile(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
):
    """A part of messages, without a tag of its own."""

    pixels: Pixels
    place: tuple[int, int]


class Row(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    array_like=True,
):
    """A part of messages, without a tag of its own."""

    name: str
    column: Buffer | None = None


class Picture(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="picture",
    rename="camel",
):
    """One picture."""

    content: Buffer
    """As a file would have it."""


class Scene(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="scene",
    rename="camel",
):
    """Many at once."""

    planes: Planes
    by_name: dict[str, Pixels]
    pair: tuple[int, Buffer]
    any_of: tuple[Buffer | None, ...]
    tiles: list[Tile] = msgspec.field(default_factory=list)
    rows: list[Row] = msgspec.field(default_factory=list)
    raw: bytes = b""
    preview: Buffer | msgspec.UnsetType = msgspec.UNSET
    inner: "Scene | None" = None


class Stop(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="stop",
    rename="camel",
):
    """No more pictures."""
