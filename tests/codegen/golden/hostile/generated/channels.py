# Written by stubwire from a catalogue. Change the catalogue, then run `python -m codegen`.
# mypy: disable-error-code="deprecated"
# pyright: reportDeprecated=false
"""The channels of the catalogue 'It\\'s "quoted", \\'\\'\\'triple\\'\\'\\' and \"\"\"triple\"\"\" and \\\\\"\"\" {{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{', and the connection of each role."""

from typing import Final, Literal, TypeAlias

from runtime import (
    AsyncBindingConnection,
    AsyncConnectingConnection,
    AsyncPull,
    AsyncPush,
    BindingConnection,
    Channel,
    ConnectingConnection,
    Pull,
    Push,
    deprecated,
)

from .messages import (
    Backslashes,
    Code,
    Comment,
    Control,
    Doctest,
    EndsBackslash,
    EndsQuote,
    EndsQuotes,
    Long,
    Newlines,
    Quotes,
    Separators,
    StartsSpace,
    Template,
    Unicode,
    Wire,
)

AllOfThemMessage: TypeAlias = (
    Quotes
    | EndsQuote
    | EndsQuotes
    | EndsBackslash
    | Backslashes
    | Template
    | Newlines
    | Control
    | Separators
    | Unicode
    | Code
    | Comment
    | StartsSpace
    | Long
    | Doctest
)

ALL_OF_THEM: Final[Channel[AllOfThemMessage]] = Channel(
    "all_of_them",
    AllOfThemMessage,
    capacity=1000,
    fingerprint="132b5414317cb6728cbf8fcfbe454412f40dd9d36b14f88bf31a9eb4091fee64",
    names="ec2aa96c733791a1f40a3757130cf9e6bf3f9e7893ec6edc3811e974fc3e8fcc",
)
"""One line.

Two lines.
    indented


  less\ttab
"""


class AllOfThemPush(Push[AllOfThemMessage]):
    """Sends `AllOfThemMessage`:

    Quotes | EndsQuote | EndsQuotes | EndsBackslash | Backslashes | Template |
    Newlines | Control | Separators | Unicode | Code | Comment | StartsSpace |
    Long | Doctest
    """

    channel = ALL_OF_THEM


class AllOfThemPull(Pull[AllOfThemMessage]):
    """Receives `AllOfThemMessage`:

    Quotes | EndsQuote | EndsQuotes | EndsBackslash | Backslashes | Template |
    Newlines | Control | Separators | Unicode | Code | Comment | StartsSpace |
    Long | Doctest
    """

    channel = ALL_OF_THEM


class AsyncAllOfThemPush(AsyncPush[AllOfThemMessage]):
    """Sends `AllOfThemMessage`:

    Quotes | EndsQuote | EndsQuotes | EndsBackslash | Backslashes | Template |
    Newlines | Control | Separators | Unicode | Code | Comment | StartsSpace |
    Long | Doctest
    """

    channel = ALL_OF_THEM


class AsyncAllOfThemPull(AsyncPull[AllOfThemMessage]):
    """Receives `AllOfThemMessage`:

    Quotes | EndsQuote | EndsQuotes | EndsBackslash | Backslashes | Template |
    Newlines | Control | Separators | Unicode | Code | Comment | StartsSpace |
    Long | Doctest
    """

    channel = ALL_OF_THEM


WIRE: Final[Channel[Wire]] = Channel(
    "wire",
    Wire,
    capacity=1000,
    fingerprint="77f7da09de0683d40fea8ee6cecfc21d9efce69ed73dc72caa191958be499326",
    names="448a50076d0f08e4323fe849b9957b6c4b8af4a201628a283ec8e4225a69bcbf",
)
"""Ends with a quote "

Deprecated: \"\"\"
import os; os.system("true")
\"\"\"
"""


@deprecated('"""\nimport os; os.system("true")\n"""')
class WirePush(Push[Wire]):
    """Sends `Wire`."""

    channel = WIRE


@deprecated('"""\nimport os; os.system("true")\n"""')
class WirePull(Pull[Wire]):
    """Receives `Wire`."""

    channel = WIRE


@deprecated('"""\nimport os; os.system("true")\n"""')
class AsyncWirePush(AsyncPush[Wire]):
    """Sends `Wire`."""

    channel = WIRE


@deprecated('"""\nimport os; os.system("true")\n"""')
class AsyncWirePull(AsyncPull[Wire]):
    """Receives `Wire`."""

    channel = WIRE


LITERAL: Final[
    Channel[
        Literal[
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
    ]
] = Channel(
    "literal",
    Literal[
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
    ],
    capacity=1000,
    fingerprint="3bb51d991fb79c18c7d11b12972670d3d9d069027a22f63da3f1a7cc9c1958b5",
    names="4192f154682aa55f66c40442796608b0a16adb45b8f2350d37f3195d86926703",
)
"""\"\"\"
import os; os.system("true")
\"\"\"
"""


class LiteralPush(
    Push[
        Literal[
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
    ]
):
    """Sends `Literal['It\\'s "quoted", \\'\\'\\'triple\\'\\'\\' and \"\"\"triple\"\"\" and \\\\\"\"\"', 'Ends with a quote "', 'Ends with three \"\"\"', 'Ends with a backslash \\\\', '\\\\ \\\\\\\\ \\\\n \\\\x41 \\\\N{BULLET} \\\\u2028', '{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{', 'One line.\\n\\nTwo lines.\\r\\n    indented\\n\\n\\n  less\\ttab\\n', 'nul \\x00 bell \\x07 esc \\x1b[31m del \\x7f form \\x0c vertical \\x0b', 'line\\u2028paragraph\\u2029next\\x85file\\x1cunit\\x1f nbsp\\xa0.', 'Größe 日本語 🎉 é \\u202eright-to-left\\u202c zero\\u200bwidth \\ufeffbom', '\"\"\"\\nimport os; os.system("true")\\n\"\"\"', '# noqa: E501 # type: ignore # fmt: off', '" starts with a quote', 'A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here.', '>>> 1 + 1\\n3\\n']`:

    Literal['It\\'s "quoted", \\'\\'\\'triple\\'\\'\\' and \"\"\"triple\"\"\" and \\\\\"\"\"',
    'Ends with a quote "', 'Ends with three \"\"\"', 'Ends with a backslash \\\\',
    '\\\\ \\\\\\\\ \\\\n \\\\x41 \\\\N{BULLET} \\\\u2028', '{{ catalogue }} {% for x in y %}
    {# no #} ${a} %(b)s {c} {{', 'One line.\\n\\nTwo lines.\\r\\n    indented\\n\\n\\n
    less\\ttab\\n', 'nul \\x00 bell \\x07 esc \\x1b[31m del \\x7f form \\x0c vertical
    \\x0b', 'line\\u2028paragraph\\u2029next\\x85file\\x1cunit\\x1f nbsp\\xa0.', 'Größe
    日本語 🎉 é \\u202eright-to-left\\u202c zero\\u200bwidth \\ufeffbom', '\"\"\"\\nimport
    os; os.system("true")\\n\"\"\"', '# noqa: E501 # type: ignore # fmt: off', '"
    starts with a quote', 'A long line that goes on and on that goes on and on
    that goes on and on that goes on and on that goes on and on that goes on and
    on that goes on and on that goes on and on that goes on and on that goes on
    and on that goes on and on that goes on and on until here.', '>>> 1 +
    1\\n3\\n']
    """

    channel = LITERAL


class LiteralPull(
    Pull[
        Literal[
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
    ]
):
    """Receives `Literal['It\\'s "quoted", \\'\\'\\'triple\\'\\'\\' and \"\"\"triple\"\"\" and \\\\\"\"\"', 'Ends with a quote "', 'Ends with three \"\"\"', 'Ends with a backslash \\\\', '\\\\ \\\\\\\\ \\\\n \\\\x41 \\\\N{BULLET} \\\\u2028', '{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{', 'One line.\\n\\nTwo lines.\\r\\n    indented\\n\\n\\n  less\\ttab\\n', 'nul \\x00 bell \\x07 esc \\x1b[31m del \\x7f form \\x0c vertical \\x0b', 'line\\u2028paragraph\\u2029next\\x85file\\x1cunit\\x1f nbsp\\xa0.', 'Größe 日本語 🎉 é \\u202eright-to-left\\u202c zero\\u200bwidth \\ufeffbom', '\"\"\"\\nimport os; os.system("true")\\n\"\"\"', '# noqa: E501 # type: ignore # fmt: off', '" starts with a quote', 'A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here.', '>>> 1 + 1\\n3\\n']`:

    Literal['It\\'s "quoted", \\'\\'\\'triple\\'\\'\\' and \"\"\"triple\"\"\" and \\\\\"\"\"',
    'Ends with a quote "', 'Ends with three \"\"\"', 'Ends with a backslash \\\\',
    '\\\\ \\\\\\\\ \\\\n \\\\x41 \\\\N{BULLET} \\\\u2028', '{{ catalogue }} {% for x in y %}
    {# no #} ${a} %(b)s {c} {{', 'One line.\\n\\nTwo lines.\\r\\n    indented\\n\\n\\n
    less\\ttab\\n', 'nul \\x00 bell \\x07 esc \\x1b[31m del \\x7f form \\x0c vertical
    \\x0b', 'line\\u2028paragraph\\u2029next\\x85file\\x1cunit\\x1f nbsp\\xa0.', 'Größe
    日本語 🎉 é \\u202eright-to-left\\u202c zero\\u200bwidth \\ufeffbom', '\"\"\"\\nimport
    os; os.system("true")\\n\"\"\"', '# noqa: E501 # type: ignore # fmt: off', '"
    starts with a quote', 'A long line that goes on and on that goes on and on
    that goes on and on that goes on and on that goes on and on that goes on and
    on that goes on and on that goes on and on that goes on and on that goes on
    and on that goes on and on that goes on and on until here.', '>>> 1 +
    1\\n3\\n']
    """

    channel = LITERAL


class AsyncLiteralPush(
    AsyncPush[
        Literal[
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
    ]
):
    """Sends `Literal['It\\'s "quoted", \\'\\'\\'triple\\'\\'\\' and \"\"\"triple\"\"\" and \\\\\"\"\"', 'Ends with a quote "', 'Ends with three \"\"\"', 'Ends with a backslash \\\\', '\\\\ \\\\\\\\ \\\\n \\\\x41 \\\\N{BULLET} \\\\u2028', '{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{', 'One line.\\n\\nTwo lines.\\r\\n    indented\\n\\n\\n  less\\ttab\\n', 'nul \\x00 bell \\x07 esc \\x1b[31m del \\x7f form \\x0c vertical \\x0b', 'line\\u2028paragraph\\u2029next\\x85file\\x1cunit\\x1f nbsp\\xa0.', 'Größe 日本語 🎉 é \\u202eright-to-left\\u202c zero\\u200bwidth \\ufeffbom', '\"\"\"\\nimport os; os.system("true")\\n\"\"\"', '# noqa: E501 # type: ignore # fmt: off', '" starts with a quote', 'A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here.', '>>> 1 + 1\\n3\\n']`:

    Literal['It\\'s "quoted", \\'\\'\\'triple\\'\\'\\' and \"\"\"triple\"\"\" and \\\\\"\"\"',
    'Ends with a quote "', 'Ends with three \"\"\"', 'Ends with a backslash \\\\',
    '\\\\ \\\\\\\\ \\\\n \\\\x41 \\\\N{BULLET} \\\\u2028', '{{ catalogue }} {% for x in y %}
    {# no #} ${a} %(b)s {c} {{', 'One line.\\n\\nTwo lines.\\r\\n    indented\\n\\n\\n
    less\\ttab\\n', 'nul \\x00 bell \\x07 esc \\x1b[31m del \\x7f form \\x0c vertical
    \\x0b', 'line\\u2028paragraph\\u2029next\\x85file\\x1cunit\\x1f nbsp\\xa0.', 'Größe
    日本語 🎉 é \\u202eright-to-left\\u202c zero\\u200bwidth \\ufeffbom', '\"\"\"\\nimport
    os; os.system("true")\\n\"\"\"', '# noqa: E501 # type: ignore # fmt: off', '"
    starts with a quote', 'A long line that goes on and on that goes on and on
    that goes on and on that goes on and on that goes on and on that goes on and
    on that goes on and on that goes on and on that goes on and on that goes on
    and on that goes on and on that goes on and on until here.', '>>> 1 +
    1\\n3\\n']
    """

    channel = LITERAL


class AsyncLiteralPull(
    AsyncPull[
        Literal[
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
    ]
):
    """Receives `Literal['It\\'s "quoted", \\'\\'\\'triple\\'\\'\\' and \"\"\"triple\"\"\" and \\\\\"\"\"', 'Ends with a quote "', 'Ends with three \"\"\"', 'Ends with a backslash \\\\', '\\\\ \\\\\\\\ \\\\n \\\\x41 \\\\N{BULLET} \\\\u2028', '{{ catalogue }} {% for x in y %} {# no #} ${a} %(b)s {c} {{', 'One line.\\n\\nTwo lines.\\r\\n    indented\\n\\n\\n  less\\ttab\\n', 'nul \\x00 bell \\x07 esc \\x1b[31m del \\x7f form \\x0c vertical \\x0b', 'line\\u2028paragraph\\u2029next\\x85file\\x1cunit\\x1f nbsp\\xa0.', 'Größe 日本語 🎉 é \\u202eright-to-left\\u202c zero\\u200bwidth \\ufeffbom', '\"\"\"\\nimport os; os.system("true")\\n\"\"\"', '# noqa: E501 # type: ignore # fmt: off', '" starts with a quote', 'A long line that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on that goes on and on until here.', '>>> 1 + 1\\n3\\n']`:

    Literal['It\\'s "quoted", \\'\\'\\'triple\\'\\'\\' and \"\"\"triple\"\"\" and \\\\\"\"\"',
    'Ends with a quote "', 'Ends with three \"\"\"', 'Ends with a backslash \\\\',
    '\\\\ \\\\\\\\ \\\\n \\\\x41 \\\\N{BULLET} \\\\u2028', '{{ catalogue }} {% for x in y %}
    {# no #} ${a} %(b)s {c} {{', 'One line.\\n\\nTwo lines.\\r\\n    indented\\n\\n\\n
    less\\ttab\\n', 'nul \\x00 bell \\x07 esc \\x1b[31m del \\x7f form \\x0c vertical
    \\x0b', 'line\\u2028paragraph\\u2029next\\x85file\\x1cunit\\x1f nbsp\\xa0.', 'Größe
    日本語 🎉 é \\u202eright-to-left\\u202c zero\\u200bwidth \\ufeffbom', '\"\"\"\\nimport
    os; os.system("true")\\n\"\"\"', '# noqa: E501 # type: ignore # fmt: off', '"
    starts with a quote', 'A long line that goes on and on that goes on and on
    that goes on and on that goes on and on that goes on and on that goes on and
    on that goes on and on that goes on and on that goes on and on that goes on
    and on that goes on and on that goes on and on until here.', '>>> 1 +
    1\\n3\\n']
    """

    channel = LITERAL


EitherMessage: TypeAlias = Literal['"""', '"', "`", "\\"] | None

EITHER: Final[Channel[EitherMessage]] = Channel(
    "either",
    EitherMessage,
    capacity=1000,
    fingerprint="e31931c32c2314ef597b648fc96c24faa94f164aba782460cbc981d2d3730689",
    names="c6547bc33f7772d74f54d397d59cbaf31540d2c04215837da472a769c8193e0d",
)
"""# noqa: E501 # type: ignore # fmt: off"""


class EitherPush(Push[EitherMessage]):
    """Sends `Literal['\"\"\"', '"', '`', '\\\\'] | None`."""

    channel = EITHER


class EitherPull(Pull[EitherMessage]):
    """Receives `Literal['\"\"\"', '"', '`', '\\\\'] | None`."""

    channel = EITHER


class AsyncEitherPush(AsyncPush[EitherMessage]):
    """Sends `Literal['\"\"\"', '"', '`', '\\\\'] | None`."""

    channel = EITHER


class AsyncEitherPull(AsyncPull[EitherMessage]):
    """Receives `Literal['\"\"\"', '"', '`', '\\\\'] | None`."""

    channel = EITHER


class Kernel(ConnectingConnection):
    """The side that connects: goes where 'host' tells it to."""

    all_of_them: AllOfThemPull
    """One line.

    Two lines.
        indented


      less\ttab
    """
    wire: WirePush
    """Ends with a quote "

    Deprecated: \"\"\"
    import os; os.system("true")
    \"\"\"
    """
    literal: LiteralPush
    """\"\"\"
    import os; os.system("true")
    \"\"\"
    """
    either: EitherPush
    """# noqa: E501 # type: ignore # fmt: off"""


class Host(BindingConnection[Kernel]):
    """The side that binds: starts 'kernel', or tells it where to connect."""

    all_of_them: AllOfThemPush
    """One line.

    Two lines.
        indented


      less\ttab
    """
    wire: WirePull
    """Ends with a quote "

    Deprecated: \"\"\"
    import os; os.system("true")
    \"\"\"
    """
    literal: LiteralPull
    """\"\"\"
    import os; os.system("true")
    \"\"\"
    """
    either: EitherPull
    """# noqa: E501 # type: ignore # fmt: off"""


class AsyncKernel(AsyncConnectingConnection[Kernel]):
    """`Kernel`, for asyncio."""

    all_of_them: AsyncAllOfThemPull
    """One line.

    Two lines.
        indented


      less\ttab
    """
    wire: AsyncWirePush
    """Ends with a quote "

    Deprecated: \"\"\"
    import os; os.system("true")
    \"\"\"
    """
    literal: AsyncLiteralPush
    """\"\"\"
    import os; os.system("true")
    \"\"\"
    """
    either: AsyncEitherPush
    """# noqa: E501 # type: ignore # fmt: off"""


class AsyncHost(AsyncBindingConnection[Host, AsyncKernel]):
    """`Host`, for asyncio."""

    all_of_them: AsyncAllOfThemPush
    """One line.

    Two lines.
        indented


      less\ttab
    """
    wire: AsyncWirePull
    """Ends with a quote "

    Deprecated: \"\"\"
    import os; os.system("true")
    \"\"\"
    """
    literal: AsyncLiteralPull
    """\"\"\"
    import os; os.system("true")
    \"\"\"
    """
    either: AsyncEitherPull
    """# noqa: E501 # type: ignore # fmt: off"""
