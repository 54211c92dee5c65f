"""What generated code stands on: channels, their ends, and connections that hold them."""

from runtime.async_binding import AsyncBindingConnection
from runtime.async_connecting import AsyncConnectingConnection
from runtime.async_connection import AsyncConnection
from runtime.async_events import AsyncEvents
from runtime.async_pull import AsyncPull
from runtime.async_push import AsyncPush
from runtime.binding import BindingConnection
from runtime.buffer_channel import BufferChannel
from runtime.buffers import Buffer, WritableBuffer
from runtime.channel import Channel
from runtime.connecting import ConnectingConnection
from runtime.connection import Connection
from runtime.dead_letters import DeadLetter, DeadLetters, UnknownTag
from runtime.deprecation import deprecated
from runtime.enums import OpenEnum
from runtime.errors import (
    CatalogueMismatch,
    ChannelClosed,
    ChannelEmpty,
    ChannelFull,
    ConnectionInfoError,
    EncodeError,
    ForkedConnection,
    HandshakeError,
    MessageTooLarge,
    PeerCannotDecode,
    PeerLost,
    ProtocolFault,
    ReceiverDied,
    StartupError,
    StubwireError,
    UndecodableMessage,
)
from runtime.events import (
    CataloguesDiffer,
    Event,
    Events,
    MessageRejected,
    PeerEnded,
    PeerReady,
    PeerRecovered,
    PeerUnresponsive,
    StrangersRefused,
)
from runtime.info import ConnectionInfo
from runtime.pull import Pull
from runtime.push import Push
from runtime.stats import CloseReport, ConnectionStats, Stats

__all__ = [
    "AsyncBindingConnection",
    "AsyncConnectingConnection",
    "AsyncConnection",
    "AsyncEvents",
    "AsyncPull",
    "AsyncPush",
    "BindingConnection",
    "Buffer",
    "BufferChannel",
    "CatalogueMismatch",
    "CataloguesDiffer",
    "Channel",
    "ChannelClosed",
    "ChannelEmpty",
    "ChannelFull",
    "CloseReport",
    "ConnectingConnection",
    "Connection",
    "ConnectionInfo",
    "ConnectionInfoError",
    "ConnectionStats",
    "DeadLetter",
    "DeadLetters",
    "EncodeError",
    "Event",
    "Events",
    "ForkedConnection",
    "HandshakeError",
    "MessageRejected",
    "MessageTooLarge",
    "OpenEnum",
    "PeerCannotDecode",
    "PeerEnded",
    "PeerLost",
    "PeerReady",
    "PeerRecovered",
    "PeerUnresponsive",
    "ProtocolFault",
    "Pull",
    "Push",
    "ReceiverDied",
    "StartupError",
    "Stats",
    "StrangersRefused",
    "StubwireError",
    "UndecodableMessage",
    "UnknownTag",
    "WritableBuffer",
    "deprecated",
]
