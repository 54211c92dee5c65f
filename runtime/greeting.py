"""The beginning of a session: both sides prove themselves and compare what they are.

    kernel: Hello -> host           when the sockets of all their channels are connected
    host: Model -> kernel: Model    only if they differ, or their names for things do
    host: Welcome or Refusal

Rule 1: the host decides, on both sides; the reasons are the same for both.
Rule 2: until then nothing is read from a channel, or written to one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol, assert_never

from runtime.credentials import same
from runtime.guard import Guard
from runtime.handshake import (
    Agreement,
    Models,
    agree,
    both_models,
    differing,
    doubtful,
    guards,
    read_model,
    version,
)
from runtime.links import Link
from runtime.session_messages import (
    VERSION,
    Goodbye,
    Hello,
    Model,
    Policy,
    Receipt,
    Refusal,
    Rejected,
    SessionMessage,
    Terms,
    Welcome,
)
from runtime.wiring import PULSE, SESSION, Wiring


class Outcome(Protocol):
    """What a greeting does and comes to."""

    def say(self, message: SessionMessage) -> None:
        """Tell the other side."""

    def agreed(
        self,
        agreement: Agreement,
        versions: tuple[str, str] | None,
        guards: Mapping[str, Guard],
    ) -> None:
        """The two sides fit.

        Args:
            agreement: what holds between them.
            versions: of the catalogues of this side and the other; None where they are the same, or
                not known.
            guards: what keeps from the other side what it cannot decode, by channel.
        """

    def refused(self, kind: Literal["catalogue", "handshake"], why: str) -> None:
        """One of the two does not want the other, or is not there."""

    def left(self) -> None:
        """The other side was there, and is not there any more."""


class Greeting:
    """How far the two sides have come. For the receiver thread."""

    def __init__(
        self,
        wiring: Wiring,
        module: str,
        terms: Mapping[str, Terms],
        links: Mapping[str, Link],
        outcome: Outcome,
    ) -> None:
        self._wiring = wiring
        self._module = module
        self._terms = terms
        self._links = links
        self._outcome = outcome
        self._hello: Hello | None = None
        self._compares = False
        self._models: Models | None = None

    def begin(self) -> None:
        """Speak first, if that is this side's part."""
        if self._wiring.greets:
            self._outcome.say(self._own_hello())

    def look(self) -> None:
        """Go on if the sockets are connected, or see that they will not be."""
        for name, link in self._links.items():
            if name == PULSE:
                continue  # it may come later, and again
            if link.was_up and not link.is_up:
                self._outcome.left()
                return
            # A channel also fails where both sides send: the host will say so.
            unanswered = link.failed and name == SESSION
            if self._wiring.greets and (link.refused or unanswered):
                why = "no host has answered; is it still running?"
                if link.refused:
                    why = "the host does not let this side in: it has had its peer, "
                    why += "or the connection info is of another session"
                self._outcome.refused("handshake", why)
                return
        if self._hello is not None and not self._compares:
            common = [name for name in self._hello.channels if name in self._links]
            theirs = self._hello.channels
            crossed = any(
                theirs[name].sends == self._terms[name].sends for name in common
            )
            awaited = [SESSION, PULSE, *common]
            # Two sockets that both send are never connected.
            if crossed or all(self._links[name].is_up for name in awaited):
                self._compare(self._hello)

    def hear(self, message: SessionMessage | None) -> None:
        """Go on after what the other side has said; None is what cannot be read."""
        if self._wiring.greets:
            self._hear_host(message)
        else:
            self._hear_kernel(message)

    def _hear_kernel(self, message: SessionMessage | None) -> None:
        match message:
            case Hello() if self._hello is None:
                self._hear_hello(message)
            case Model() if self._hello is not None and self._compares:
                self._decide(self._hello, message.model)
            case _:
                self._refuse(
                    "handshake", "the other side does not speak as a peer does"
                )

    def _hear_host(self, message: SessionMessage | None) -> None:
        match message:
            case Model():
                mine = read_model(self._module)
                self._models = both_models(mine, message.model)
                self._outcome.say(Model(model=mine))
            case Welcome():
                self._hear_welcome(message)
            case Refusal():
                self._outcome.refused(message.kind, message.why)
            case Hello() | Receipt() | Rejected() | Goodbye() | None:
                why = "what has answered does not speak as a host does"
                self._outcome.refused("handshake", why)
            case unknown:
                assert_never(unknown)

    def _hear_welcome(self, welcome: Welcome) -> None:
        agreement = Agreement(
            welcome.channels, welcome.remarks, welcome.degraded, welcome.partial
        )
        self._agreed(agreement, welcome.channels)

    def _own_hello(self) -> Hello:
        wiring = self._wiring
        return Hello(
            version=VERSION,
            session=wiring.session,
            token=wiring.token,
            channels=dict(self._terms),
            policy=wiring.policy,
        )

    def _hear_hello(self, hello: Hello) -> None:
        own = self._own_hello()
        if hello.version != VERSION:
            text = f"one side speaks version {VERSION} of the session's messages, the other "
            text += f"{hello.version}: install the same stubwire on both sides"
            self._refuse("handshake", text)
        elif not (
            same(hello.session.encode(), own.session.encode())
            and same(hello.token.encode(), own.token.encode())
        ):
            self._refuse("handshake", "that hello is meant for another session")
        else:
            self._hello = hello
            self.look()

    def _compare(self, hello: Hello) -> None:
        self._compares = True
        if doubtful(self._terms, hello.channels):
            self._outcome.say(Model(model=read_model(self._module)))
        else:
            self._decide(hello, b"")

    def _decide(self, hello: Hello, their_model: bytes) -> None:
        if their_model:
            self._models = both_models(read_model(self._module), their_model)
        strict = "strict" in (self._wiring.policy, hello.policy)
        policy: Policy = "strict" if strict else "compatible"
        result = agree(self._terms, hello.channels, self._models, policy)
        if isinstance(result, str):
            self._refuse("catalogue", result)
        # First: who is told that all is ready finds it so.
        elif self._agreed(result, hello.channels):
            self._outcome.say(
                Welcome(
                    channels=result.channels,
                    remarks=result.remarks,
                    degraded=result.degraded,
                    partial=result.partial,
                )
            )

    def _agreed(self, agreement: Agreement, theirs: Mapping[str, Terms]) -> bool:
        """Tell what both have agreed on; return whether they still fit."""
        sent = (name for name in agreement.partial if self._sends(name))
        found = guards(sent, self._models)
        if isinstance(found, str):
            self._refuse("catalogue", found)
            return False
        versions = None
        if self._models is not None and differing(self._terms, theirs):
            here, there = self._models
            versions = version(here), version(there)
        self._outcome.agreed(agreement, versions, found)
        return True

    def _sends(self, channel: str) -> bool:
        return channel in self._terms and self._terms[channel].sends

    def _refuse(self, kind: Literal["catalogue", "handshake"], why: str) -> None:
        self._outcome.say(Refusal(kind=kind, why=why))
        self._outcome.refused(kind, why)
