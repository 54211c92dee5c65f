# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
# mypy: disable-error-code="deprecated"
# pyright: reportDeprecated=false
"""The types and messages of the catalogue 'policies', version 2.0-rc.1."""

import msgspec
from runtime import deprecated


class Part(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
):
    """A struct follows the catalogue's policy."""

    first_part: int
    second_part2: int = 2


class Compact(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    array_like=True,
):
    """A struct as an array."""

    a_b: int
    c_d: int = 0


@deprecated("Use `Part`.")
class Closed(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="pascal",
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """A struct with options."""

    first_part: int = 1


class HTTPRequest2Sent(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="kind",
    tag="http_request2_sent",
    rename="camel",
):
    """camel by the catalogue; the tag is in snake case."""

    request_id: str
    x: int
    type_: str
    _private: int = 0
    parts: list[Part]


class PlainNames(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="kind",
    tag="plain_names",
):
    """none"""

    a_b: int
    class_: int


class SnakeNames(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="kind",
    tag="snake_names",
):
    """snake: the names of the fields as they are."""

    a_b: int


class PascalNames(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="kind",
    tag="pascal_names",
    rename="pascal",
):
    """pascal"""

    a_b: int
    c_d: int = msgspec.field(name="c_d")


class KebabNames(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="kind",
    tag="KEBAB!",
    rename="kebab",
):
    """kebab"""

    a_b: Closed
    c_d: Compact = msgspec.field(name="cD")
    """With a doc.

    Deprecated: Use `a_b`.
    """
    e_f: int = 1
    """Deprecated: Without a doc."""


@deprecated("Use `PlainNames`.\nIt says the same.")
class Options(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="kind",
    tag="options",
    rename="camel",
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """Every option at once."""

    number_of: int = 3
    list_of: list[int] = msgspec.field(default_factory=list)


class First(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="t",
    tag=1,
    rename="camel",
):
    """Told apart by an integer."""

    a_b: int = 0


class Second(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="t",
    tag=-2,
    rename="camel",
):
    """Told apart by a negative integer."""


class ArrayOne(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="kind",
    tag="array_one",
    rename="camel",
    array_like=True,
):
    """An array whose first item is the tag."""

    a_b: int
    c: int | None = None


class ArrayTwo(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="kind",
    tag="array_two",
    rename="camel",
    array_like=True,
):
    """Another one."""
