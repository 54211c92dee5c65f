"""Bugs of the end that sends."""

from __future__ import annotations

from typing import Final

from tests.contract.mutations.mutation import CONTRACT, RUNTIME, Mutation

SENDING: Final = (
    Mutation(
        name="no-lock",
        says="a PUSH socket is used without a lock",
        file="outbox.py",
        text="            if not is_held:\n                sleep(0)  # lets others run\n                continue\n",
        bug="",
        tests=(
            f"{CONTRACT}r02_threads.py::test_a_socket_is_used_by_one_thread_at_a_time",
        ),
    ),
    Mutation(
        name="overtaking",
        says="what is sent overtakes what waits",
        file="outbox.py",
        text="elif not (later or group) and writer",
        bug="elif writer",
        tests=(f"{RUNTIME}ends.py::test_what_waits_is_not_overtaken",),
    ),
    Mutation(
        name="left-in-a-group",
        says="nobody writes what was sent in a hurry if nothing follows",
        file="outbox.py",
        text="            self._hurry(self)\n            self._rush.is_due = True",
        bug="            self._rush.is_due = True",
        tests=(f"{RUNTIME}groups.py::test_the_last_of_a_stream_are_written_soon",),
    ),
    Mutation(
        name="permitted-twice",
        says="what others may leave is not withdrawn as somebody counts the room",
        file="outbox.py",
        text="        self._rush.withdraw()\n        room = max",
        bug="        room = max",
        tests=(
            f"{RUNTIME}groups.py"
            "::test_who_sends_many_at_once_is_counted_among_those_that_were_permitted",
        ),
    ),
    Mutation(
        name="permitted-after-the-end",
        says="a message may be left though nobody will write it any more",
        file="outbox.py",
        text="        self._rush.withdraw()\n        if self._window",
        bug="        if self._window",
        tests=(f"{RUNTIME}groups.py::test_nothing_is_permitted_once_it_has_ended",),
    ),
    Mutation(
        name="taken-for-flat",
        says="a message with a struct inside is not looked at",
        file="flat.py",
        text="    return kind in _SINGLE\n",
        bug="    return True\n",
        tests=(f"{RUNTIME}flat.py::test_whatever_else_is_looked_at",),
    ),
    Mutation(
        name="written-and-kept",
        says="a handler can strike between a group's writing and its removal",
        file="writer.py",
        text="                del frames[:count]\n",
        bug="                frames.__delitem__(slice(None, count))\n",
        tests=(
            f"{RUNTIME}groups.py::test_a_stream_survives_a_handler_at_any_moment",
            f"{RUNTIME}writer.py"
            "::test_a_group_survives_a_handler_at_any_moment[together]",
        ),
    ),
    Mutation(
        name="written-inside",
        says="a handler that sends while it interrupts who sends writes at once",
        file="outbox.py",
        text="        if inside:\n",
        bug="        if False:\n",
        tests=(
            f"{RUNTIME}groups.py"
            "::test_a_handler_may_send_while_it_interrupts_who_sends",
        ),
    ),
    Mutation(
        name="one-too-many",
        says="one more message is accepted than there is room for",
        file="outbox.py",
        text="self._window = self._capacity\n",
        bug="self._window = self._capacity + 1\n",
        tests=(
            f"{CONTRACT}r04_capacity.py::test_as_many_are_accepted_as_there_is_room_for"
            "[ipc-down-10-0-threads]",
        ),
    ),
    Mutation(
        name="no-size-check",
        says="send does not look how long a message is",
        file="channel.py",
        text="if size > limit:",
        bug="if False:",
        tests=(
            f"{CONTRACT}r06_snapshot.py"
            "::test_what_is_too_long_is_refused_before_there_is_a_peer",
        ),
    ),
    Mutation(
        name="agreed-limit-ignored",
        says="send only looks at its own limit, not at the one both have agreed on",
        file="outbox.py",
        text="self._limit = min(self._limit, max_message_bytes)",
        bug="pass",
        tests=(
            f"{CONTRACT}b07_own_limit.py::test_of_two_limits_the_smaller_one_holds",
        ),
    ),
    Mutation(
        name="no-validation",
        says="send does not look whether a message fits its type",
        file="channel.py",
        text="self.decoder.decode(frame)\n        except Exception as error:",
        bug="pass\n        except Exception as error:",
        tests=(
            f"{CONTRACT}r06_snapshot.py::test_what_is_no_message_is_refused_and_disturbs_nothing"
            "[ipc-down-0-threads]",
        ),
    ),
    Mutation(
        name="no-depth-check-in-send",
        says="send does not look how deeply a message is nested",
        file="channel.py",
        text="                bounds.check(frame)\n            self.",
        bug="            self.",
        tests=(
            f"{CONTRACT}r06_snapshot.py::test_what_is_no_message_is_refused_and_disturbs_nothing"
            "[ipc-down-0-threads]",
        ),
    ),
    Mutation(
        name="unconfirmed-is-nothing",
        says="what was not confirmed is not counted",
        file="traffic.py",
        text="name: outbox.accepted() - outbox.confirmed()",
        bug="name: 0",
        tests=(
            f"{CONTRACT}r07_close.py::test_close_says_what_it_could_not_deliver"
            "[ipc-1-load1-down-killed-0-threads]",
        ),
    ),
    Mutation(
        name="linger",
        says="close lets ZeroMQ linger, and does not wait for receipts",
        file="parting.py",
        text="if self._closing is not None and self.traffic.confirmed():\n",
        bug=(
            "if self._closing is not None:\n"
            "            for outbox in self.traffic._outboxes.values():\n"
            "                outbox.flush()\n"
            "                self._receiver.unwatch(outbox.descriptor)\n"
            "                outbox.close(5000)\n"
        ),
        tests=(
            f"{RUNTIME}close.py"
            "::test_close_delivers_what_was_sent_to_a_reader_that_is_behind",
            f"{CONTRACT}r07_close.py::test_close_delivers_everything"
            "[ipc-1-load1-down-slow-0-threads]",
        ),
    ),
)
