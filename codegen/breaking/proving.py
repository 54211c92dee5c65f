"""Messages that prove findings: one for each direction in which something is lost.

Rule 1: a change is proved by itself, with everything else as it was, on a channel that feels it: what
fails because of another change proves nothing. Only where msgspec has no type for that are the two
versions taken as they are.
Rule 2: where no message is found, the finding says that it is unproven. Where none can be sent,
because there is no such channel on the other side, or it is framed in another way, there is nothing to prove.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace
from runtime.verdicts import Verdict
from runtime.wire_model import Node, Values, WireChannel, WireModel

from codegen.breaking.apart import Apart
from codegen.breaking.arrived import losses, losses_by_name
from codegen.breaking.change import DIRECTIONS, Hit
from codegen.breaking.comparison import Comparison, Side
from codegen.breaking.findings import Finding, Proof
from codegen.breaking.meetings import meetings
from codegen.breaking.memory import renamed_channels
from codegen.breaking.nodes import rebuilt
from codegen.breaking.versions import Version
from codegen.breaking.wire_types import Types
from codegen.breaking.witness import Lost, Witness, find_witness

_INSIDE = re.compile(r"[\[{].*")


def proved(findings: Iterable[Finding], old: Version, new: Version) -> list[Finding]:
    """Return the findings with witnesses, as far as there are any."""
    proving = Proving(old, new)
    return [proving.proved(finding) for finding in findings]


class Proving:
    """Two versions, and what meets in them."""

    def __init__(self, old: Version, new: Version) -> None:
        self.old, self.new = old.model, new.model
        renamed = renamed_channels(old.catalogue, new.catalogue)
        found = meetings(old.model, new.model, renamed)
        self.roots = {root.new.name: root for root in found.roots}
        self.names = Apart(found).translation

    def proved(self, finding: Finding) -> Finding:
        """Return a finding with witnesses, as far as there are any."""
        if finding.severity == "safe":
            return finding
        hits = [hit for hit in finding.channels if hit.channel in self.roots]
        if not hits or finding.rule == "CHANNEL_FRAMING_CHANGED":
            return finding
        proofs = tuple(self.proofs(finding, hits))
        return replace(finding, witnesses=proofs, unproven=not proofs)

    def proofs(self, finding: Finding, hits: list[Hit]) -> Iterator[Proof]:
        sides: dict[Hit, list[tuple[Side, Side]]] = {}
        lost = losses_by_name if finding.rule == "ENUM_VALUE_REUSED" else losses
        for direction in DIRECTIONS:
            ahead = direction == "forward"
            expects = finding.forward if ahead else finding.backward
            there = [hit for hit in hits if direction in hit.directions]
            if not there or expects.severity == "safe":
                continue
            hit = min(there, key=lambda hit: (not hit.certain, hit.path.count(">")))
            if hit not in sides:
                sides[hit] = list(self.sides(finding, hit))
            for old, new in sides[hit]:
                writer, reader = (new, old) if ahead else (old, new)
                if witness := _sought(writer, reader, hit, expects, lost):
                    yield Proof(direction, hit.channel, witness)
                    break

    def sides(self, finding: Finding, hit: Hit) -> Iterator[tuple[Side, Side]]:
        """Yield what messages are looked for in: all that the channel carries, the thing itself."""
        root, apart = self.roots[hit.channel], finding.apart
        whole = (
            Side(root.old.type, self.old.structs),
            Side(root.new.type, self.new.structs),
        )
        if apart is None:
            if finding.rule == "CHANNEL_TYPE_CHANGED":
                yield whole
            return
        if not all(map(_is_possible, (apart.old, apart.new))):
            yield whole
            return
        if hit.path:
            old = Side(root.old.type, apart.old.structs)
            yield old, self.throughout(root.old.type, apart)
        yield apart.old, apart.new

    def throughout(self, type: Node, apart: Comparison) -> Side:
        """Return the new side of a channel that has a type: a choice of values is new wherever it stands."""
        was, now = apart.old.type, apart.new.type
        if not isinstance(was, Values):
            return Side(self.names.node(type), apart.new.structs)

        def changed(node: Node) -> Node:
            return now if node == was else rebuilt(node, changed)

        structs = {
            name: replace(
                struct,
                fields=tuple(
                    replace(field, type=changed(field.type)) for field in struct.fields
                ),
            )
            for name, struct in apart.new.structs.items()
        }
        return Side(changed(self.names.node(type)), structs)


def _is_possible(side: Side) -> bool:
    """Return whether a side of one change alone is something that msgspec can decode."""
    try:
        Types(side.structs).decoder(side.type)
    except (TypeError, ValueError):
        return False
    return True


def _sought(
    writer: Side, reader: Side, hit: Hit, expects: Verdict, lost: Lost
) -> Witness | None:
    through = [_INSIDE.sub("", step) for step in filter(None, hit.path.split(" > "))]
    sent, taken = _model(writer, hit), _model(reader, hit)
    try:
        return find_witness(sent, taken, hit.channel, expects, through, lost=lost)
    except (TypeError, ValueError):  # msgspec has no such type: two tags are the same
        return None


def _model(side: Side, hit: Hit) -> WireModel:
    """Return the model of a side that has one channel."""
    channel = WireChannel(hit.channel, "binds", side.type)
    return WireModel(channels=(channel,), structs=dict(side.structs))
