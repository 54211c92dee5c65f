"""Bugs of the session: how two processes find, prove, judge and lose each other."""

from __future__ import annotations

from typing import Final

from tests.contract.mutations.mutation import CONTRACT, RUNTIME, Mutation

MEETING: Final = (
    Mutation(
        name="reconnect",
        says="a connection that breaks is made again",
        file="sockets.py",
        text="opened.setsockopt(zmq.RECONNECT_IVL, _NEVER)",
        bug="opened.setsockopt(zmq.RECONNECT_IVL, 50)",
        tests=(f"{RUNTIME}sockets.py::test_only_the_pulse_connects_again",),
    ),
    Mutation(
        name="heartbeat-on-data",
        says="the sockets of the channels have a heartbeat",
        file="sockets.py",
        text="    opened.rcvhwm = _NO_LIMIT\n    # Some",
        bug=(
            "    opened.rcvhwm = _NO_LIMIT\n"
            "    opened.setsockopt(zmq.HEARTBEAT_IVL, 100)\n"
            "    opened.setsockopt(zmq.HEARTBEAT_TIMEOUT, 400)\n"
            "    # Some"
        ),
        tests=(f"{CONTRACT}faults.py::test_a_frozen_kernel_is_told_of_here",),
    ),
    Mutation(
        name="no-fork-guard",
        says="a forked child may use the connection",
        file="forks.py",
        text="connection._forget()",
        bug="pass",
        tests=(
            f"{CONTRACT}r19_fork.py::test_forked_children_cannot_touch_the_connection"
            "[os-ipc-host-0]",
        ),
    ),
    Mutation(
        name="no-lifeline",
        says="nobody watches whether the host is alive",
        file="session.py",
        text="orphan.watch(lifeline, self.receiver, self._orphaned)",
        bug="pass",
        tests=(
            f"{CONTRACT}r17_orphan.py::test_an_orphan_ends_and_talks_to_nobody[ipc-0]",
        ),
    ),
    Mutation(
        name="orphans-stay",
        says="a process goes on whose host is gone",
        file="session.py",
        text="orphan.end_soon(self.receiver, self.name)",
        bug="pass",
        tests=(
            f"{CONTRACT}r17_orphan.py::test_an_orphan_ends_and_talks_to_nobody[ipc-0]",
        ),
    ),
    Mutation(
        name="fingerprints-unread",
        says="nobody compares the two catalogues",
        file="handshake.py",
        text="if name in differ or (name in theirs and _renamed(terms, theirs[name]))",
        bug="if False",
        tests=(f"{CONTRACT}faults.py::test_another_type_for_a_field_is_refused_here",),
    ),
    Mutation(
        name="names-unread",
        says="names that have changed places are not noticed",
        file="handshake.py",
        text="if name in differ or (name in theirs and _renamed(terms, theirs[name]))",
        bug="if name in differ",
        tests=(
            f"{RUNTIME}two_versions.py"
            "::test_names_that_have_changed_places_are_refused[shop_two-shop_swapped]",
        ),
    ),
    Mutation(
        name="unguarded",
        says="what the other side cannot decode is sent all the same",
        file="outbox.py",
        text="self._unchecked = self._limit if guard is None else -1",
        bug="self._unchecked = self._limit",
        tests=(
            f"{RUNTIME}two_versions.py::test_a_message_the_other_side_does_not_know_is_not_sent",
        ),
    ),
    Mutation(
        name="judged-too-early",
        says="who waits as two versions meet is not judged by what the other one knows",
        file="outbox.py",
        text="if checked != self._unchecked:",
        bug="if False:",
        tests=(
            f"{RUNTIME}two_versions.py::test_who_waits_as_the_two_meet_is_judged_then",
        ),
    ),
    Mutation(
        name="lenient",
        says="that the kernel is strict is not heeded",
        file="greeting.py",
        text='strict = "strict" in (self._wiring.policy, hello.policy)',
        bug='strict = self._wiring.policy == "strict"',
        tests=(
            f"{RUNTIME}two_versions.py::test_the_stricter_side_decides[compatible-strict]",
        ),
    ),
    Mutation(
        name="foreign-pattern",
        says="a pattern of the other side's is run",
        file="peer_decoder.py",
        text='if name != "pattern" or bound in self.patterns',
        bug="if True",
        tests=(
            "tests/evolution/test_peer_decoder.py"
            "::test_a_pattern_of_the_peer_alone_is_not_run",
        ),
    ),
    Mutation(
        name="early-channels",
        says="channels are read before the handshake",
        file="session.py",
        text="self._greeting.begin()",
        bug=(
            "for name, inbox in self._inboxes.items():\n"
            "            self.traffic._open.add(name)\n"
            "            self.traffic._watch_inbox(inbox)\n"
            "        self._greeting.begin()"
        ),
        tests=(
            f"{CONTRACT}s3_proof.py"
            "::test_who_connects_and_says_nothing_gets_and_gives_nothing[ipc]",
        ),
    ),
    Mutation(
        name="early-messages",
        says="what was sent goes out before the handshake",
        file="outbox.py",
        text="self._is_open = False\n        self._window = 0\n",
        bug="self._is_open = True\n        self._window = capacity\n",
        tests=(
            f"{CONTRACT}s3_proof.py"
            "::test_who_connects_and_says_nothing_gets_and_gives_nothing[ipc]",
        ),
    ),
)
