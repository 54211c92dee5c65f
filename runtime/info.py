"""What the connecting side must know to find the binding side.

Rule 1: it travels privately: over the child's standard input, never in arguments or environment.
Rule 2: its secrets show neither in `repr` nor in an error nor in a pickle.
"""

from __future__ import annotations

from os import urandom
from typing import Annotated, Final, TypeAlias

import msgspec
from runtime.errors import ConnectionInfoError
from runtime.secretive import Secretive

VERSION: Final = 2

_NOT_JSON: Final = "connection info: not a JSON object; pass what `to_json` wrote"

SessionId: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
Token: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Key: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[!-~]{40}\Z")]
Endpoint: TypeAlias = Annotated[
    str,
    msgspec.Meta(
        # A port is 1 to 65535.
        pattern="^(ipc:///.+|tcp://[^/@]+:0*(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}"
        "|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3}))\\Z",
        max_length=1000,
    ),
]
Seconds: TypeAlias = Annotated[float, msgspec.Meta(gt=0)]


class CurveKeys(Secretive, frozen=True, kw_only=True):
    """The keys for encrypted sockets, made for one session: the binding side's public one, and the
    pair of the connecting side. As Z85 has them.
    """

    server: Key
    public: Key
    secret: Key


class ConnectionInfo(Secretive, frozen=True, kw_only=True):
    """Where the binding side is, and what proves that this was meant for the reader.

    `session` names the session, at random; `channels` has an endpoint for each channel there is on
    this platform; `heartbeat` is in seconds; `curve` is there unless the sockets are in a private
    directory.
    """

    version: int
    session: SessionId
    token: Token
    session_endpoint: Endpoint
    pulse_endpoint: Endpoint
    channels: dict[str, Endpoint]
    heartbeat: Seconds
    curve: CurveKeys | None

    def to_json(self) -> str:
        """Return the info as one line of JSON. It holds the secrets: keep it private."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> ConnectionInfo:
        """Return the info that `to_json` wrote.

        Raises:
            ConnectionInfoError: that is not a connection info; the error names the field.
        """
        try:
            info = msgspec.json.decode(text, type=cls)
        except msgspec.ValidationError as error:
            raise _malformed(str(error)) from None
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            raise ConnectionInfoError(_NOT_JSON) from None
        if info.version != VERSION:
            text = f"connection info: field 'version' is {info.version}, this side knows {VERSION}"
            raise ConnectionInfoError(text, "version")
        return info

    def __repr__(self) -> str:
        return f"<ConnectionInfo of {len(self.channels)} channels>"


def make_secret(size: int) -> str:
    """Return so many random bytes, in hexadecimal."""
    return urandom(size).hex()


def _malformed(error: str) -> ConnectionInfoError:
    """Return the error that names the field, from msgspec's text, which quotes no string."""
    what, nested, path = error.rpartition(" - at `")
    if nested:
        field = path.removesuffix("`").removeprefix("$.").partition("[")[0]
        return ConnectionInfoError(f"connection info: field {field!r}: {what}", field)
    _, missing, name = error.rpartition("missing required field `")
    if missing:
        field = name.removesuffix("`")
        return ConnectionInfoError(
            f"connection info: field {field!r} is missing", field
        )
    return ConnectionInfoError(_NOT_JSON)
