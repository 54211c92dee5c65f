# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
# mypy: disable-error-code="deprecated"
# pyright: reportDeprecated=false
"""The types and messages of the catalogue 'It\\'s "quoted", \\'\\'\\'triple\\'\\'\\' and \"\"\"triple\"\"\" and \\\\\"\"\" {{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{', version Ends with a backslash \\."""

from typing import Annotated, Literal, NewType, TypeAlias

import msgspec
from runtime import OpenEnum, deprecated


class Nasty(OpenEnum, unknown="UNKNOWN"):
    """{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{"""

    QUOTES = 'It\'s "quoted", \'\'\'triple\'\'\' and """triple""" and \\"""'
    ENDS_QUOTE = 'Ends with a quote "'
    ENDS_QUOTES = 'Ends with three """'
    ENDS_BACKSLASH = "Ends with a backslash \\"
    BACKSLASHES = "\\ \\\\ \\n \\x41 \\N{BULLET} \\u2028"
    TEMPLATE = "{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{"
    NEWLINES = "One line.\n\nTwo lines.\r\n    indented\n\n\n  less\ttab\n"
    CONTROL = "nul \x00 bell \x07 esc \x1b[31m del \x7f form \x0c vertical \x0b"
    SEPARATORS = "line\u2028paragraph\u2029next\x85file\x1cunit\x1f nbsp\xa0."
    UNICODE = "Größe 日本語 🎉 é \u202eright-to-left\u202c zero\u200bwidth \ufeffbom"
    CODE = '"""\nimport os; os.system("true")\n"""'
    COMMENT = "# noqa: E501 # type: ignore # fmt: off"
    STARTS_SPACE = '" starts with a quote'
    LONG = "A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here."
    DOCTEST = ">>> 1 + 1\n3\n"
    UNKNOWN = "UNKNOWN"


Name = NewType("Name", str)
"""Ends with a backslash \\"""

Words: TypeAlias = Literal[
    'It\'s "quoted", \'\'\'triple\'\'\' and """triple""" and \\"""',
    'Ends with a quote "',
    'Ends with three """',
    "Ends with a backslash \\",
    "\\ \\\\ \\n \\x41 \\N{BULLET} \\u2028",
    "{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{",
    "One line.\n\nTwo lines.\r\n    indented\n\n\n  less\ttab\n",
    "nul \x00 bell \x07 esc \x1b[31m del \x7f form \x0c vertical \x0b",
    "line\u2028paragraph\u2029next\x85file\x1cunit\x1f nbsp\xa0.",
    "Größe 日本語 🎉 é \u202eright-to-left\u202c zero\u200bwidth \ufeffbom",
    '"""\nimport os; os.system("true")\n"""',
    "# noqa: E501 # type: ignore # fmt: off",
    '" starts with a quote',
    "A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here.",
    ">>> 1 + 1\n3\n",
]
"""Größe 日本語 🎉 é \u202eright-to-left\u202c zero\u200bwidth \ufeffbom"""


class Wire(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
):
    """A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here."""

    quotes: int = msgspec.field(
        default=0, name="It's quoted, '''triple''' and triple and "
    )
    """It's "quoted", '''triple''' and \"\"\"triple\"\"\" and \\\"\"\"

    Deprecated: It's "quoted", '''triple''' and \"\"\"triple\"\"\" and \\\"\"\"
    """
    ends_quote: int = msgspec.field(default=0, name="Ends with a quote ")
    """Ends with a quote "

    Deprecated: Ends with a quote \"
    """
    ends_quotes: int = msgspec.field(default=0, name="Ends with three ")
    """Ends with three \"\"\"

    Deprecated: Ends with three \"\"\"
    """
    ends_backslash: int = msgspec.field(default=0, name="Ends with a backslash ")
    """Ends with a backslash \\

    Deprecated: Ends with a backslash \\
    """
    backslashes: int = msgspec.field(default=0, name="  n x41 N{BULLET} u2028")
    """\\ \\\\ \\n \\x41 \\N{BULLET} \\u2028

    Deprecated: \\ \\\\ \\n \\x41 \\N{BULLET} \\u2028
    """
    template: int = msgspec.field(
        default=0, name="{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{"
    )
    """{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{

    Deprecated: {{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{
    """
    newlines: int = msgspec.field(
        default=0, name="One line.Two lines.    indented  lesstab"
    )
    """One line.

    Two lines.
        indented


      less\ttab

    Deprecated: One line.

    Two lines.
        indented


      less\ttab
    """
    control: int = msgspec.field(
        default=0, name="nul  bell  esc [31m del \x7f form  vertical "
    )
    """nul \x00 bell \x07 esc \x1b[31m del \x7f form \x0c vertical

    Deprecated: nul \x00 bell \x07 esc \x1b[31m del \x7f form \x0c vertical
    """
    separators: int = msgspec.field(
        default=0, name="line\u2028paragraph\u2029next\x85fileunit nbsp\xa0."
    )
    """line\u2028paragraph\u2029next\x85file\x1cunit\x1f nbsp\xa0.

    Deprecated: line\u2028paragraph\u2029next\x85file\x1cunit\x1f nbsp\xa0.
    """
    unicode: int = msgspec.field(
        default=0,
        name="Größe 日本語 🎉 é \u202eright-to-left\u202c zero\u200bwidth \ufeffbom",
    )
    """Größe 日本語 🎉 é \u202eright-to-left\u202c zero\u200bwidth \ufeffbom

    Deprecated: Größe 日本語 🎉 é \u202eright-to-left\u202c zero\u200bwidth \ufeffbom
    """
    code: int = msgspec.field(default=0, name="import os; os.system(true)")
    """\"\"\"
    import os; os.system("true")
    \"\"\"

    Deprecated: \"\"\"
    import os; os.system("true")
    \"\"\"
    """
    comment: int = msgspec.field(
        default=0, name="# noqa: E501 # type: ignore # fmt: off"
    )
    """# noqa: E501 # type: ignore # fmt: off

    Deprecated: # noqa: E501 # type: ignore # fmt: off
    """
    starts_space: int = msgspec.field(default=0, name=" starts with a quote")
    """\" starts with a quote

    Deprecated: " starts with a quote
    """
    long: int = msgspec.field(
        default=0,
        name="A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here.",
    )
    """A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here.

    Deprecated: A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here.
    """
    doctest: int = msgspec.field(default=0, name=">>> 1 + 13")
    """>>> 1 + 1
    3

    Deprecated: >>> 1 + 1
    3
    """


@deprecated('It\'s "quoted", \'\'\'triple\'\'\' and """triple""" and \\"""')
class Quotes(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag='It\'s "quoted", \'\'\'triple\'\'\' and """triple""" and \\"""',
):
    """It's "quoted", '''triple''' and \"\"\"triple\"\"\" and \\\"\"\""""

    plain: str = 'It\'s "quoted", \'\'\'triple\'\'\' and """triple""" and \\"""'
    """It's "quoted", '''triple''' and \"\"\"triple\"\"\" and \\\"\"\""""
    python: Name = Name('It\'s "quoted", \'\'\'triple\'\'\' and """triple""" and \\"""')
    blob: bytes = b'It\'s "quoted", \'\'\'triple\'\'\' and """triple""" and \\"""'
    fits: Annotated[
        str,
        msgspec.Meta(
            pattern='It\'s\\ "quoted",\\ \'\'\'triple\'\'\'\\ and\\ """triple"""\\ and\\ \\\\"""'
        ),
    ]
    nasty: Nasty = Nasty.QUOTES
    words: Words = 'It\'s "quoted", \'\'\'triple\'\'\' and """triple""" and \\"""'


class EndsQuote(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag='Ends with a quote "',
):
    """Ends with a quote \""""

    plain: str = 'Ends with a quote "'
    """Ends with a quote \""""
    python: Name = Name('Ends with a quote "')
    blob: bytes = b'Ends with a quote "'
    fits: Annotated[str, msgspec.Meta(pattern='Ends\\ with\\ a\\ quote\\ "')]
    nasty: Nasty = Nasty.ENDS_QUOTE
    words: Words = 'Ends with a quote "'


class EndsQuotes(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag='Ends with three """',
):
    """Ends with three \"\"\""""

    plain: str = 'Ends with three """'
    """Ends with three \"\"\""""
    python: Name = Name('Ends with three """')
    blob: bytes = b'Ends with three """'
    fits: Annotated[str, msgspec.Meta(pattern='Ends\\ with\\ three\\ """')]
    nasty: Nasty = Nasty.ENDS_QUOTES
    words: Words = 'Ends with three """'


@deprecated("Ends with a backslash \\")
class EndsBackslash(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag="Ends with a backslash \\",
):
    """Ends with a backslash \\"""

    plain: str = "Ends with a backslash \\"
    """Ends with a backslash \\"""
    python: Name = Name("Ends with a backslash \\")
    blob: bytes = b"Ends with a backslash \\"
    fits: Annotated[str, msgspec.Meta(pattern="Ends\\ with\\ a\\ backslash\\ \\\\")]
    nasty: Nasty = Nasty.ENDS_BACKSLASH
    words: Words = "Ends with a backslash \\"


class Backslashes(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag="\\ \\\\ \\n \\x41 \\N{BULLET} \\u2028",
):
    """\\ \\\\ \\n \\x41 \\N{BULLET} \\u2028"""

    plain: str = "\\ \\\\ \\n \\x41 \\N{BULLET} \\u2028"
    """\\ \\\\ \\n \\x41 \\N{BULLET} \\u2028"""
    python: Name = Name("\\ \\\\ \\n \\x41 \\N{BULLET} \\u2028")
    blob: bytes = b"\\ \\\\ \\n \\x41 \\N{BULLET} \\u2028"
    fits: Annotated[
        str,
        msgspec.Meta(
            pattern="\\\\\\ \\\\\\\\\\ \\\\n\\ \\\\x41\\ \\\\N\\{BULLET\\}\\ \\\\u2028"
        ),
    ]
    nasty: Nasty = Nasty.BACKSLASHES
    words: Words = "\\ \\\\ \\n \\x41 \\N{BULLET} \\u2028"


@deprecated("{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{")
class Template(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag="{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{",
):
    """{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{"""

    plain: str = "{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{"
    """{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{"""
    python: Name = Name("{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{")
    blob: bytes = b"{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{"
    fits: Annotated[
        str,
        msgspec.Meta(
            pattern="\\{\\{\\ catalogue\\ \\}\\}\\ \\{%\\ for\\ x\\ in\\ y\\ %\\}\\ \\{\\#\\ no\\ \\#\\}\\ \\$\\{a\\}\\ %\\(b\\)s\\ \\{c\\}\\ \\{\\{"
        ),
    ]
    nasty: Nasty = Nasty.TEMPLATE
    words: Words = "{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{"


@deprecated("One line.\n\nTwo lines.\n    indented\n\n\n  less\ttab")
class Newlines(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag="One line.\n\nTwo lines.\r\n    indented\n\n\n  less\ttab\n",
):
    """One line.

    Two lines.
        indented


      less\ttab
    """

    plain: str = "One line.\n\nTwo lines.\r\n    indented\n\n\n  less\ttab\n"
    """One line.

    Two lines.
        indented


      less\ttab
    """
    python: Name = Name("One line.\n\nTwo lines.\r\n    indented\n\n\n  less\ttab\n")
    blob: bytes = b"One line.\n\nTwo lines.\r\n    indented\n\n\n  less\ttab\n"
    fits: Annotated[
        str,
        msgspec.Meta(
            pattern="One\\ line\\.\\\n\\\nTwo\\ lines\\.\\\r\\\n\\ \\ \\ \\ indented\\\n\\\n\\\n\\ \\ less\\\ttab\\\n"
        ),
    ]
    nasty: Nasty = Nasty.NEWLINES
    words: Words = "One line.\n\nTwo lines.\r\n    indented\n\n\n  less\ttab\n"


@deprecated("nul \x00 bell \x07 esc \x1b[31m del \x7f form \x0c vertical")
class Control(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag="nul \x00 bell \x07 esc \x1b[31m del \x7f form \x0c vertical \x0b",
):
    """nul \x00 bell \x07 esc \x1b[31m del \x7f form \x0c vertical"""

    plain: str = "nul \x00 bell \x07 esc \x1b[31m del \x7f form \x0c vertical \x0b"
    """nul \x00 bell \x07 esc \x1b[31m del \x7f form \x0c vertical"""
    python: Name = Name(
        "nul \x00 bell \x07 esc \x1b[31m del \x7f form \x0c vertical \x0b"
    )
    blob: bytes = b"nul \x00 bell \x07 esc \x1b[31m del \x7f form \x0c vertical \x0b"
    fits: Annotated[
        str,
        msgspec.Meta(
            pattern="nul\\ \x00\\ bell\\ \x07\\ esc\\ \x1b\\[31m\\ del\\ \x7f\\ form\\ \\\x0c\\ vertical\\ \\\x0b"
        ),
    ]
    nasty: Nasty = Nasty.CONTROL
    words: Words = "nul \x00 bell \x07 esc \x1b[31m del \x7f form \x0c vertical \x0b"


class Separators(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag="line\u2028paragraph\u2029next\x85file\x1cunit\x1f nbsp\xa0.",
):
    """line\u2028paragraph\u2029next\x85file\x1cunit\x1f nbsp\xa0."""

    plain: str = "line\u2028paragraph\u2029next\x85file\x1cunit\x1f nbsp\xa0."
    """line\u2028paragraph\u2029next\x85file\x1cunit\x1f nbsp\xa0."""
    python: Name = Name("line\u2028paragraph\u2029next\x85file\x1cunit\x1f nbsp\xa0.")
    blob: bytes = b"line\xe2\x80\xa8paragraph\xe2\x80\xa9next\xc2\x85file\x1cunit\x1f nbsp\xc2\xa0."
    fits: Annotated[
        str,
        msgspec.Meta(
            pattern="line\u2028paragraph\u2029next\x85file\x1cunit\x1f\\ nbsp\xa0\\."
        ),
    ]
    nasty: Nasty = Nasty.SEPARATORS
    words: Words = "line\u2028paragraph\u2029next\x85file\x1cunit\x1f nbsp\xa0."


class Unicode(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag="Größe 日本語 🎉 é \u202eright-to-left\u202c zero\u200bwidth \ufeffbom",
):
    """Größe 日本語 🎉 é \u202eright-to-left\u202c zero\u200bwidth \ufeffbom"""

    plain: str = "Größe 日本語 🎉 é \u202eright-to-left\u202c zero\u200bwidth \ufeffbom"
    """Größe 日本語 🎉 é \u202eright-to-left\u202c zero\u200bwidth \ufeffbom"""
    python: Name = Name(
        "Größe 日本語 🎉 é \u202eright-to-left\u202c zero\u200bwidth \ufeffbom"
    )
    blob: bytes = b"Gr\xc3\xb6\xc3\x9fe \xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e \xf0\x9f\x8e\x89 e\xcc\x81 \xe2\x80\xaeright-to-left\xe2\x80\xac zero\xe2\x80\x8bwidth \xef\xbb\xbfbom"
    fits: Annotated[
        str,
        msgspec.Meta(
            pattern="Größe\\ 日本語\\ 🎉\\ é\\ \u202eright\\-to\\-left\u202c\\ zero\u200bwidth\\ \ufeffbom"
        ),
    ]
    nasty: Nasty = Nasty.UNICODE
    words: Words = (
        "Größe 日本語 🎉 é \u202eright-to-left\u202c zero\u200bwidth \ufeffbom"
    )


class Code(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag='"""\nimport os; os.system("true")\n"""',
):
    """\"\"\"
    import os; os.system("true")
    \"\"\"
    """

    plain: str = '"""\nimport os; os.system("true")\n"""'
    """\"\"\"
    import os; os.system("true")
    \"\"\"
    """
    python: Name = Name('"""\nimport os; os.system("true")\n"""')
    blob: bytes = b'"""\nimport os; os.system("true")\n"""'
    fits: Annotated[
        str,
        msgspec.Meta(pattern='"""\\\nimport\\ os;\\ os\\.system\\("true"\\)\\\n"""'),
    ]
    nasty: Nasty = Nasty.CODE
    words: Words = '"""\nimport os; os.system("true")\n"""'


class Comment(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag="# noqa: E501 # type: ignore # fmt: off",
):
    """# noqa: E501 # type: ignore # fmt: off"""

    plain: str = "# noqa: E501 # type: ignore # fmt: off"
    """# noqa: E501 # type: ignore # fmt: off"""
    python: Name = Name("# noqa: E501 # type: ignore # fmt: off")
    blob: bytes = b"# noqa: E501 # type: ignore # fmt: off"
    fits: Annotated[
        str,
        msgspec.Meta(
            pattern="\\#\\ noqa:\\ E501\\ \\#\\ type:\\ ignore\\ \\#\\ fmt:\\ off"
        ),
    ]
    nasty: Nasty = Nasty.COMMENT
    words: Words = "# noqa: E501 # type: ignore # fmt: off"


class StartsSpace(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag='" starts with a quote',
):
    """\" starts with a quote"""

    plain: str = '" starts with a quote'
    """\" starts with a quote"""
    python: Name = Name('" starts with a quote')
    blob: bytes = b'" starts with a quote'
    fits: Annotated[str, msgspec.Meta(pattern='"\\ starts\\ with\\ a\\ quote')]
    nasty: Nasty = Nasty.STARTS_SPACE
    words: Words = '" starts with a quote'


class Long(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag="A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here.",
):
    """A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here."""

    plain: str = "A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here."
    """A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here."""
    python: Name = Name(
        "A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here."
    )
    blob: bytes = b"A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here."
    fits: Annotated[
        str,
        msgspec.Meta(
            pattern="A\\ long\\ line\\ that\\ goes\\ on\\ and\\ on\\ that\\ goes\\ on\\ and\\ on\\ that\\ goes\\ on\\ and\\ on\\ that\\ goes\\ on\\ and\\ on\\ that\\ goes\\ on\\ and\\ on\\ that\\ goes\\ on\\ and\\ on\\ that\\ goes\\ on\\ and\\ on\\ that\\ goes\\ on\\ and\\ on\\ that\\ goes\\ on\\ and\\ on\\ that\\ goes\\ on\\ and\\ on\\ that\\ goes\\ on\\ and\\ on\\ that\\ goes\\ on\\ and\\ on\\ until\\ here\\."
        ),
    ]
    nasty: Nasty = Nasty.LONG
    words: Words = "A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here."


class Doctest(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field='Ends with three """',
    tag=">>> 1 + 1\n3\n",
):
    """>>> 1 + 1
    3
    """

    plain: str = ">>> 1 + 1\n3\n"
    """>>> 1 + 1
    3
    """
    python: Name = Name(">>> 1 + 1\n3\n")
    blob: bytes = b">>> 1 + 1\n3\n"
    fits: Annotated[str, msgspec.Meta(pattern=">>>\\ 1\\ \\+\\ 1\\\n3\\\n")]
    nasty: Nasty = Nasty.DOCTEST
    words: Words = ">>> 1 + 1\n3\n"
