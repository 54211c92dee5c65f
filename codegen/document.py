"""The catalogue as it is written: every value with its place, names not yet looked up."""

from __future__ import annotations

import datetime as dt
from typing import Literal, TypeAlias

from msgspec import Struct, field

from codegen.tables import Located
from codegen.toml import Value

Written: TypeAlias = Located[Value]


class Allow(Struct, frozen=True):
    """One entry of an `allow`: a change that is meant, with the reason."""

    rule: Located[str]
    why: Located[str]
    at: Located[str] | None
    until: Located[str] | Located[dt.date] | None


class Settings(Struct, frozen=True):
    """`[catalogue]`."""

    name: Located[str] | None
    version: Located[str] | None
    doc: Located[str] | None
    binds: Located[str] | None
    connects: Located[str] | None
    rename: str
    tags: str
    tag_field: Located[str]
    reserved_tags: tuple[Located[str | int], ...] = ()
    allow: tuple[Allow, ...] = ()


class Field(Struct, frozen=True, kw_only=True):
    """One entry of `fields`."""

    name: Located[str]
    type: Located[str]
    default: Written | None = None
    default_factory: Located[str] | None = None
    optional: Located[bool] | None = None
    doc: Located[str] | None = None
    wire_name: Located[str] | None = None
    deprecated: Located[str] | None = None
    renamed_from: Located[str] | None = None
    constraints: dict[str, Located[int | float | str | bool]] = field(
        default_factory=dict
    )


class Record(Struct, frozen=True):
    """A message, or an untagged struct among the types."""

    name: Located[str]
    is_message: bool
    doc: Located[str] | None
    fields: tuple[Field, ...]
    tag: Located[str | int] | None
    tag_field: Located[str] | None
    rename: str | None
    omit_defaults: bool
    array_like: bool
    forbid_unknown_fields: bool
    reserved: tuple[Located[str], ...]
    deprecated: Located[str] | None
    renamed_from: Located[str] | None
    allow: tuple[Allow, ...] = ()


class Named(Struct, frozen=True):
    """A newtype or an alias: a name for one type."""

    name: Located[str]
    form: Literal["newtype", "alias"]
    doc: Located[str] | None
    type: Located[str]
    allow: tuple[Allow, ...] = ()


class Enum(Struct, frozen=True):
    """An enum: member names with their values; the names are None where only values are given."""

    name: Located[str]
    doc: Located[str] | None
    members: tuple[tuple[Located[str] | None, Located[str | int]], ...]
    unknown: Located[str] | None
    renamed_from: tuple[tuple[Located[str], Located[str]], ...] = ()
    """Members with the names they had before."""
    reserved: tuple[Located[str | int], ...] = ()
    allow: tuple[Allow, ...] = ()


class Union(Struct, frozen=True):
    """A union with a name."""

    name: Located[str]
    doc: Located[str] | None
    members: tuple[Located[str], ...]
    reserved: tuple[Located[str | int], ...] = ()
    allow: tuple[Allow, ...] = ()


class Channel(Struct, frozen=True):
    """One entry of `[channels]`."""

    name: Located[str]
    doc: Located[str] | None
    sender: Located[str] | None
    carries: Located[str] | tuple[Located[str], ...] | None
    capacity: Located[int] | None
    max_message_bytes: Located[int] | None
    overflow: str
    platforms: tuple[Located[str], ...]
    deprecated: Located[str] | None
    renamed_from: Located[str] | None = None
    allow: tuple[Allow, ...] = ()


Definition: TypeAlias = Record | Named | Enum | Union


class Document(Struct, frozen=True):
    """A catalogue as written. Types and messages together, in the order of the text."""

    settings: Settings
    definitions: tuple[Definition, ...]
    channels: tuple[Channel, ...]
