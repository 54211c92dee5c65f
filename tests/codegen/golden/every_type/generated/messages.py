# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
"""The types and messages of the catalogue 'every type', version 1.0."""

import datetime as dt
import enum
import secrets
import time
import uuid
from decimal import Decimal
from typing import Annotated, Any, Literal, NewType, TypeAlias
from uuid import UUID

import msgspec
from runtime import OpenEnum

NewBool = NewType("NewBool", bool)

NewInt = NewType("NewInt", int)
"""A number of something."""

NewFloat = NewType("NewFloat", float)

NewStr = NewType("NewStr", str)

NewBytes = NewType("NewBytes", bytes)

NewRaw = NewType("NewRaw", msgspec.Raw)

NewDatetime = NewType("NewDatetime", dt.datetime)

NewDate = NewType("NewDate", dt.date)

NewTime = NewType("NewTime", dt.time)

NewTimedelta = NewType("NewTimedelta", dt.timedelta)

NewUUID = NewType("NewUUID", UUID)

NewDecimal = NewType("NewDecimal", Decimal)

NewList = NewType("NewList", list[NewInt])

NewSet = NewType("NewSet", set[int])

NewFrozenset = NewType("NewFrozenset", frozenset[str])

NewDict = NewType("NewDict", dict[NewStr, NewInt])

NewPair = NewType("NewPair", tuple[int, str])

NewRow = NewType("NewRow", tuple[float, ...])

NewNewInt = NewType("NewNewInt", NewInt)

Number: TypeAlias = int | float
"""What can be counted with."""

NumberAgain: TypeAlias = Number

Numbers: TypeAlias = list[NumberAgain]

MaybeNumber: TypeAlias = NumberAgain | None

Nothing: TypeAlias = None

OnOff: TypeAlias = Literal["on", "off"]

Mixed: TypeAlias = Literal["a", 1, -2, "b"] | None

Anything: TypeAlias = Any


class Leaf(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Leaf",
):
    """The end of a branch."""

    value: Any


class Later(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Later",
):
    """Defined after it is mentioned."""


class Node(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Node",
):
    """A branch."""

    children: "list[NodeOrLeaf]"
    first: Leaf | None = None
    later: Later


NodeOrLeaf: TypeAlias = Node | Leaf
"""A tree."""


class Command(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Command",
):
    """Travels on two channels."""

    then: "list[Both]" = msgspec.field(default_factory=list)
    """What comes next."""


Both: TypeAlias = Node | Leaf | Command
"""A union by name."""


class Colour(enum.Enum):
    """Closed."""

    RED = "red"
    LIGHT_GREEN = "light-green"
    BLUE_2 = "blue_2"


class Level(enum.Enum):
    """One of 2 values."""

    LOW = -1
    HIGH = 9223372036854775807


class Status(OpenEnum, unknown="UNRECOGNISED"):
    """One of 3 values."""

    QUEUED = "queued"
    RUNNING = "running"
    UNRECOGNISED = "UNRECOGNISED"


class Code(OpenEnum, unknown="OTHER"):
    """One of 3 values."""

    OK = 0
    GONE = 410
    OTHER = -1


class Spelled(enum.Enum):
    """One of 3 values."""

    TWO_WORDS = "two words"
    Empty = ""
    GROESSE = "Größe"


class Empty(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """A part of messages, without a tag of its own."""


class Point(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """Somewhere."""

    x: float = 0.0
    y: float = 0.0


class Box(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """A part of messages, without a tag of its own."""

    corner: Point = msgspec.field(default_factory=Point)
    other: Point | None = msgspec.field(default_factory=Point)


class Chain(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """A part of messages, without a tag of its own."""

    next: "Chain | None" = None


class Odd(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """A part of messages, without a tag of its own."""

    even: "list[Even]"


class Even(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """A part of messages, without a tag of its own."""

    odd: Odd | None = None


class Json(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """A part of messages, without a tag of its own."""

    value: "None | bool | int | float | str | list[Json] | dict[str, Json]"


class Row(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    array_like=True,
):
    """A part of messages, without a tag of its own."""

    a: int
    b: str = "b"


class Scalars(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Scalars",
):
    """Every scalar."""

    bool_: bool
    int_: int
    float_: float
    str_: str
    bytes_: bytes
    any_: Any
    raw: msgspec.Raw
    datetime_: dt.datetime
    date_: dt.date
    time_: dt.time
    timedelta_: dt.timedelta
    uuid_: UUID
    decimal_: Decimal
    none: None


class Containers(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Containers",
):
    """Every container."""

    list_: list[int]
    set_: set[Colour]
    frozenset_: frozenset[NewInt]
    dict_: dict[str, list[dict[int, Point]]]
    row: tuple[int, ...]
    pair: tuple[int, tuple[str, None]]
    literal: Literal["a", "b"]
    keys: dict[tuple[int, Literal["x"]], set[tuple[NewStr, ...]]]
    structs: dict[Point, set[Point]]
    array: list[Row]


class Unions(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Unions",
):
    """Unions of what can be told apart."""

    one: None | bool | int | float | str | list[int] | dict[str, int]
    two: Leaf | Node | Later | None
    three: NewStr | NewInt | Numbers
    four: Literal["a", 1] | float | Empty
    five: Colour | Level | list[Colour | None]
    six: Row | dict[str, Any]
    seven: list[int | list[int | list[int]]]
    eight: Any | None
    nine: OnOff | MaybeNumber


class Named(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Named",
):
    """Every name that [types] gives."""

    bool_: NewBool = NewBool(True)
    int_: NewInt = NewInt(3)
    float_: NewFloat = NewFloat(1.5)
    str_: NewStr = NewStr("x")
    bytes_: NewBytes = NewBytes(b"\x00x")
    raw: NewRaw
    datetime_: NewDatetime = NewDatetime(
        dt.datetime(2020, 2, 29, 12, 30, tzinfo=dt.UTC)
    )
    date_: NewDate = NewDate(dt.date(2020, 2, 29))
    time_: NewTime = NewTime(dt.time(12, 30, 0, 500000))
    timedelta_: NewTimedelta = NewTimedelta(dt.timedelta(seconds=3600))
    uuid_: NewUUID = NewUUID(UUID("12345678-1234-5678-1234-567812345678"))
    decimal_: NewDecimal = NewDecimal(Decimal("1.50"))
    list_: NewList = NewList([])
    set_: NewSet = NewSet(set())
    frozenset_: NewFrozenset = NewFrozenset(frozenset({"a", "b"}))
    dict_: NewDict = NewDict({})
    pair: NewPair = NewPair((1, "a"))
    row: NewRow = NewRow((1.0, 2.5))
    new_new: NewNewInt = NewNewInt(NewInt(4))
    number: Number = 1
    again: NumberAgain = 1.5
    maybe: MaybeNumber = None
    nothing: Nothing = None
    on_off: OnOff = "on"
    mixed: Mixed = None
    anything: Anything = None
    tree: NodeOrLeaf | None = None
    empty: Empty = msgspec.field(default_factory=Empty)
    chain: Chain
    even: Even
    odd: Odd
    json: Json
    spelled: Spelled = Spelled.Empty


class Defaults(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Defaults",
):
    """Every form of a default."""

    bool_: bool = False
    int_: int = 31
    big: int = 18446744073709551615
    float_: float = 1.0005
    whole: float = 1.0
    infinite: float = float("-inf")
    no_number: float = float("nan")
    huge: float = float("inf")
    str_: str = "it's"
    toml_str: str = "tab\there"
    bytes_: bytes = b"\xff"
    any_int: Any = 3
    any_list: Any = []
    any_pair: Any = (1, "a", None)
    aware: dt.datetime = dt.datetime(
        2020, 2, 29, 12, 30, 0, 250000, tzinfo=dt.timezone(dt.timedelta(seconds=7200))
    )
    utc: dt.datetime = dt.datetime(2020, 2, 29, 12, 30, tzinfo=dt.UTC)
    naive: dt.datetime = dt.datetime(2020, 2, 29, 12, 30)
    text_date: dt.datetime = dt.datetime(2020, 2, 29, 12, 30, tzinfo=dt.UTC)
    date_: dt.date = dt.date(2020, 2, 29)
    time_: dt.time = dt.time(12, 30)
    timedelta_: dt.timedelta = dt.timedelta(days=1, seconds=7200)
    uuid_: UUID = UUID("12345678-1234-5678-1234-567812345678")
    decimal_: Decimal = Decimal("-0.10")
    from_float: Decimal = Decimal("0.1")
    not_decimal: Decimal = Decimal("NaN")
    none: int | None = None
    some: int | None = 0
    union: int | str = "x"
    union_new: NewInt | NewStr = NewStr("x")
    enum_: Colour = Colour.LIGHT_GREEN
    enum_number: Level = Level.HIGH
    enum_open: Status = Status.UNRECOGNISED
    enum_code: Code = Code.GONE
    enum_maybe: Colour | None = Colour.RED
    literal: Literal["a", 1] = 1
    list_: list[int] = []
    set_: set[int] = set()
    dict_: dict[str, int] = {}
    empty_set: frozenset[int] = frozenset()
    frozenset_: frozenset[Colour] = frozenset({Colour.BLUE_2, Colour.RED})
    frozen_new: frozenset[NewInt] = frozenset({NewInt(1), NewInt(2), NewInt(3)})
    frozen_deep: frozenset[tuple[NewInt, NewStr]] = frozenset(
        {(NewInt(1), NewStr("a"))}
    )
    row: tuple[NewInt, ...] = (NewInt(1), NewInt(2))
    empty_row: tuple[int, ...] = ()
    toml_row: tuple[float, ...] = (1.0, float("inf"))
    one_row: tuple[int] = (1,)
    pair: tuple[NewInt, tuple[NewStr | None, Colour]] = (
        NewInt(1),
        (NewStr("a"), Colour.RED),
    )


class Factories(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Factories",
):
    """Everything that a default_factory can be."""

    list_: list[int] = msgspec.field(default_factory=list)
    dict_: dict[str, int] = msgspec.field(default_factory=dict)
    set_: set[int] = msgspec.field(default_factory=set)
    frozenset_: frozenset[int] = msgspec.field(default_factory=frozenset)
    now: float = msgspec.field(default_factory=time.time)
    monotonic: float = msgspec.field(default_factory=time.monotonic)
    nanoseconds: int = msgspec.field(default_factory=time.time_ns)
    token: str = msgspec.field(default_factory=secrets.token_hex)
    host_and_time: UUID = msgspec.field(default_factory=uuid.uuid1)
    random: UUID = msgspec.field(default_factory=uuid.uuid4)
    struct: Box = msgspec.field(default_factory=Box)
    any_struct: Any = msgspec.field(default_factory=Point)
    message: Later = msgspec.field(default_factory=Later)
    maybe: list[int] | None = msgspec.field(default_factory=list)
    named: NewList = msgspec.field(default_factory=lambda: NewList([]))
    named_token: NewStr | None = msgspec.field(
        default_factory=lambda: NewStr(secrets.token_hex())
    )
    named_twice: NewNewInt = msgspec.field(
        default_factory=lambda: NewNewInt(NewInt(time.time_ns()))
    )
    bounded: Annotated[float, msgspec.Meta(ge=0)] = msgspec.field(
        default_factory=time.time
    )


class Zuletzt(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Zuletzt",
):
    """Defined after everything else."""


class Optionals(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Optionals",
):
    """Fields that may be absent."""

    plain: int | msgspec.UnsetType = msgspec.UNSET
    nullable: str | None | msgspec.UnsetType = msgspec.UNSET
    """Absent, null, or a string."""
    bounded: Annotated[list[int], msgspec.Meta(min_length=1)] | msgspec.UnsetType = (
        msgspec.UNSET
    )
    later: Zuletzt | msgspec.UnsetType = msgspec.UNSET
    required: int


class Bounds(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="Bounds",
):
    """Every constraint, on everything that can have it."""

    from_to: Annotated[
        int, msgspec.Meta(ge=-9223372036854775808, le=9223372036854775807)
    ]
    between: Annotated[float, msgspec.Meta(gt=0, lt=1.5)]
    multiple: Annotated[int, msgspec.Meta(multiple_of=2)] = 4
    quarter: Annotated[float, msgspec.Meta(multiple_of=0.25)]
    text: Annotated[
        str, msgspec.Meta(min_length=1, max_length=3, pattern='^[a-z]"*\\\\?\\d*')
    ] = "a"
    blob: Annotated[bytes, msgspec.Meta(max_length=10)]
    items: Annotated[list[int], msgspec.Meta(min_length=1)]
    unique: Annotated[set[int], msgspec.Meta(max_length=2)]
    frozen: Annotated[frozenset[int], msgspec.Meta(min_length=1)] = frozenset({1})
    table: Annotated[dict[str, int], msgspec.Meta(max_length=2)]
    row: Annotated[tuple[int, ...], msgspec.Meta(min_length=2)]
    aware: Annotated[dt.datetime, msgspec.Meta(tz=True)]
    naive: Annotated[dt.datetime, msgspec.Meta(tz=False)] = dt.datetime(
        2020, 2, 29, 12, 30
    )
    aware_time: Annotated[dt.time, msgspec.Meta(tz=True)]
    maybe: Annotated[int, msgspec.Meta(ge=1)] | None = None
    either: (
        Annotated[int, msgspec.Meta(ge=1)]
        | Annotated[str, msgspec.Meta(min_length=2)]
        | Annotated[list[int], msgspec.Meta(min_length=2)]
    )
    number: (
        Annotated[int, msgspec.Meta(ge=1)] | Annotated[float, msgspec.Meta(ge=1)]
    ) = 1
    named: Annotated[NewStr, msgspec.Meta(min_length=1)] = NewStr("x")
    named_maybe: Annotated[NewNewInt, msgspec.Meta(ge=1)] | None
    again: (
        Annotated[int, msgspec.Meta(le=100)]
        | Annotated[float, msgspec.Meta(le=100)]
        | None
    )


class LogMessage(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="type",
    tag="LogMessage",
):
    """What happened."""
