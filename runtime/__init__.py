"""What generated code stands on: channels, their ends, and connections that hold them."""

from runtime.binding import BindingConnection
from runtime.channel import Channel
from runtime.connecting import ConnectingConnection
from runtime.connection import Connection
from runtime.dead_letters import DeadLetter, DeadLetters
from runtime.deprecation import deprecated
from runtime.enums import OpenEnum
from runtime.errors import (
    ChannelClosed,
    ChannelEmpty,
    ChannelFull,
    ConnectionInfoError,
    EncodeError,
    PeerLost,
    ReceiverDied,
    StartupError,
    StubwireError,
)
from runtime.info import ConnectionInfo
from runtime.pull import Pull
from runtime.push import Push
from runtime.stats import Stats

__all__ = [
    "BindingConnection",
    "Channel",
    "ChannelClosed",
    "ChannelEmpty",
    "ChannelFull",
    "ConnectingConnection",
    "Connection",
    "ConnectionInfo",
    "ConnectionInfoError",
    "DeadLetter",
    "DeadLetters",
    "EncodeError",
    "OpenEnum",
    "PeerLost",
    "Pull",
    "Push",
    "ReceiverDied",
    "StartupError",
    "Stats",
    "StubwireError",
    "deprecated",
]
