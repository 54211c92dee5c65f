"""Catalogues of any size, for measuring the generator: a function of the size alone."""

from __future__ import annotations

from typing import Final

PER_CHANNEL: Final = 10
"""Messages that each channel carries, so 1,000 messages are 100 channels."""

_HEAD: Final = """\
[catalogue]
name = "workload"
version = "1.0"
doc = "What a plant's control room and its plant say to each other."
binds = "room"
connects = "plant"
rename = "camel"
tags = "kebab"

[types.UnitId]
newtype = "str"
doc = "Identifies a unit of the plant."

[types.State]
enum = ["idle", "running", "failed"]
unknown = "UNRECOGNISED"

[types.Place]
doc = "Where something is."
fields.hall = "str"
fields.row = "int = 0"
"""

_MESSAGE: Final = """
[messages.Report{number}]
doc = "What unit {number} of the plant has to say."
fields.unit_id = "UnitId"
fields.state = "State"
fields.place = "Place | None = None"
fields.samples = {{ type = "list[float]", max_length = 1000, doc = "The newest is the last." }}
fields.labels = "dict[str, str | int]"
fields.written_at = {{ type = "float", default_factory = "time.time" }}
"""

_CHANNEL: Final = """
[channels.line_{number}]
doc = "What line {number} of the plant has to say."
from = "{role}"
carries = [{carries}]
capacity = 100
"""


def catalogue(messages: int) -> str:
    """Return the text of a catalogue with so many messages, ten to a channel."""
    parts = [_HEAD]
    parts += [_MESSAGE.format(number=number) for number in range(messages)]
    for number, start in enumerate(range(0, messages, PER_CHANNEL)):
        carried = range(start, min(start + PER_CHANNEL, messages))
        parts.append(
            _CHANNEL.format(
                number=number,
                role=("plant", "room")[number % 2],
                carries=", ".join(f'"Report{message}"' for message in carried),
            )
        )
    return "".join(parts)
