"""Old hosts and new kernels, new hosts and old kernels: what happens is what the engine said.

`MEETINGS_TABLE=FILE` writes what each side of each meeting was told.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec
import pytest
from msgspec import Struct
from runtime.differences import Difference, difference
from runtime.evolution import channel_verdict
from runtime.wire_model import WireModel

from codegen.breaking.conforming import NoValueError, Writer
from codegen.breaking.directed import Directed
from codegen.breaking.facing import Facing
from codegen.breaking.variation import Where
from codegen.breaking.wire_types import Types
from codegen.breaking.witness import find_witness
from codegen.generate import generate, read
from codegen.wire import wire_model
from tests.contract.scale import limit
from tests.evolution.catalogues import text
from tests.evolution.meeting import BEFORE, Seen
from tests.evolution.test_cases import CASES

ROOT: Final = Path(__file__).parents[2]
GOOD: Final = 5
"""Messages that arrive, of each meeting that is not refused."""

MET: Final = (
    "same",
    "field_add_optional",
    "field_add_unset_forbid_unknown",
    "field_remove_forbid_unknown",
    "field_rename_required",
    "retype_float_to_int",
    "default_changed_writer_omits_only",
    "required_to_optional",
    "nullable_added",
    "constraint_le_tightened",
    "constraint_pattern_added",
    "constraint_tz_true_to_false",
    "enum_member_added_int",
    "enum_dict_key_member_added",
    "tag_changed_single",
    "array_like_append_required",
    "union_member_added",
    "channel_bytes_to_str",
    "retype_int_to_str",
    "nested_field_add_required",
    "union_to_single_tagged",
    "chain_reuse_1_2",
    "field_swap_names_same_type",
    "tag_swapped_in_union",
)
NEW_HOST, OLD_HOST = "new host, old kernel", "old host, new kernel"


class Meeting(Struct):
    """Which versions meet, what is sent, and what the engine says of it."""

    case: str
    host: str
    kernel: str
    good: list[bytes]
    bad: bytes | None
    said: Difference


def source(case: str, side: str) -> str:
    """Return the catalogue of one side of a case, whose version is that of the side."""
    version = {"old": "1.9", "new": "1.10"}[side]
    return text(CASES[case][side]).replace('version  = "1"', f'version  = "{version}"')


def generated(folder: Path, case: str) -> None:
    for side in ("old", "new"):
        package = folder / f"{case}_{side}"
        package.mkdir()
        for file, content in generate(source(case, side)).items():
            (package / file).write_text(content)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("meetings")
    for case in MET:
        generated(folder, case)
    return folder


def messages(writer: WireModel, reader: WireModel) -> Iterator[object]:
    """Yield simple messages of a writer, then random ones."""
    types, node = Types(writer.structs), writer.channels[0].type
    facing = Facing((reader.channels[0].type,), reader.structs)
    yield from Directed(types).variants(node, Where(facing))
    chance = Writer(types, random.Random(1))
    while True:
        with suppress(NoValueError):
            yield chance.value(node)


def readable(writer: WireModel, reader: WireModel) -> list[bytes]:
    """Return messages of a writer that the reader can decode."""
    takes = Types(reader.structs).decoder(reader.channels[0].type)
    frames: list[bytes] = []
    for message in islice(messages(writer, reader), 1000):
        try:
            frame = msgspec.msgpack.encode(message)
            takes.decode(frame)
        except (msgspec.MsgspecError, UnicodeError, TypeError):
            continue
        frames.append(frame)
        if len(frames) == GOOD:
            return frames
    raise AssertionError("the reader can decode nothing")


def meeting(case: str, who: str) -> Meeting:
    sides = ("new", "old") if who == NEW_HOST else ("old", "new")
    writer, reader = (wire_model(read(source(case, side))) for side in sides)
    said = difference(writer, reader, "feed")
    good = readable(writer, reader) if said.meaning != "refused" else []
    bad = None
    if said.meaning == "partial":
        verdict = channel_verdict(writer, reader, "feed")
        witness = find_witness(writer, reader, "feed", verdict)
        assert witness is not None
        bad = witness.frame
    host, kernel = (f"{case}_{side}" for side in sides)
    return Meeting(case, host, kernel, good, bad, said)


def held(folder: Path, held: Meeting, when: str = "") -> Seen:
    """Let the two processes meet, and return what they saw."""
    sent = held.good[:2] + ([held.bad] if held.bad else []) + held.good[2:]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.evolution.meeting",
            str(folder),
            held.host,
            held.kernel,
            when,
        ],
        input=msgspec.msgpack.encode(sent),
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=limit(90),
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return msgspec.json.decode(done.stdout, type=Seen)


def written(held: Meeting, who: str, seen: Seen) -> None:
    """Add a meeting to the table, if one is wanted."""
    place = os.environ.get("MEETINGS_TABLE")
    if place:
        with Path(place).open("a") as file:
            file.writelines(f"{line}\n" for line in told(held, who, seen))


def told(held: Meeting, who: str, seen: Seen) -> Iterator[str]:
    yield f"{held.case} | {who} | {held.said.meaning}"
    for name, side in (("host", seen.host), ("kernel", seen.kernel)):
        said = [side.why, *side.remarks, *side.kept_back, *side.letters]
        counts = f"{len(side.messages)} messages"
        for line in filter(None, said) if any(said) else [counts]:
            yield f"    {name:6} | {line}"


def test_all_outcomes_are_met() -> None:
    found = [
        meeting(case, who).said.meaning for case in MET for who in (NEW_HOST, OLD_HOST)
    ]
    assert len(MET) >= 20
    assert all(found.count(m) >= 4 for m in ("fine", "degraded", "partial", "refused"))


@pytest.mark.parametrize("who", [NEW_HOST, OLD_HOST])
@pytest.mark.parametrize("case", MET)
def test_two_processes_do_what_the_engine_said(
    case: str, who: str, packages: Path
) -> None:
    it = meeting(case, who)
    seen = held(packages, it)
    written(it, who, seen)
    host, kernel = seen.host, seen.kernel
    if it.said.meaning == "refused":
        assert (host.raised, kernel.raised) == ("CatalogueMismatch",) * 2
        for side in (host, kernel):
            assert side.messages == []
            assert "channel 'feed'" in side.why
            assert all(place in side.why for place in it.said.undecodable)
            assert side.why.count("evolution 1.9") == side.why.count("1.10") == 1
        assert max(host.ended, kernel.ended) - kernel.begun <= limit(1)
        assert seen.exitcode not in (0, None)
        return
    assert (host.raised, kernel.raised, seen.exitcode) == ("", "", 0)
    assert len(kernel.messages) == len(it.good)
    assert host.degraded == kernel.degraded == list(it.said.unread)
    undecodable = it.said.undecodable + it.said.unchecked
    assert host.partial == kernel.partial == list(undecodable)
    for side in (host, kernel):
        assert len(side.remarks) == (host.versions != ("", ""))
        for place in it.said.unread + undecodable:
            assert place in side.remarks[0]
    # A pattern of the other side's is not run.
    unseen = bool(it.said.unchecked)
    for words, told in (
        ("is not sent: ", it.said.undecodable),
        ("own pattern is sent, and rejected: ", it.said.unchecked),
    ):
        assert any(words in remark for remark in host.remarks) == bool(told)
    assert len(host.kept_back) == (it.bad is not None and not unseen)
    assert len(kernel.letters) == len(host.rejected) == unseen
    assert len(host.messages) == host.accepted == host.confirmed
    assert host.accepted == len(kernel.messages) + unseen


def test_what_was_accepted_before_the_two_met_is_told_to_both(packages: Path) -> None:
    it = meeting("union_member_added", NEW_HOST)
    seen = held(packages, it, BEFORE)
    assert seen.host.kept_back == []
    assert seen.host.accepted == seen.host.confirmed == len(it.good) + 1
    assert seen.host.rejected == [2]
    assert len(seen.kernel.messages) == len(it.good)
    tag, version, peer_version = seen.kernel.tags[0]
    assert (version, peer_version) == ("1.9", "1.10")
    assert f"no message here has the tag {tag!r}" in seen.kernel.letters[0]
    assert (
        "this side's catalogue is 1.9, the other side's is 1.10"
        in seen.kernel.letters[0]
    )


def test_what_cannot_be_decoded_is_called_by_its_name(packages: Path) -> None:
    seen = held(packages, meeting("union_member_added", NEW_HOST))
    assert (
        "of evolution 1.9, cannot decode this: it has no tag 'B' at $.type"
        in seen.host.kept_back[0]
    )
    seen = held(packages, meeting("enum_member_added_int", NEW_HOST))
    assert "Invalid enum value" in seen.host.kept_back[0]
    assert "at `$.c`" in seen.host.kept_back[0]
