"""Bugs of the end that receives, and of the thread that reads."""

from __future__ import annotations

from typing import Final

from tests.contract.mutations.mutation import CONTRACT, RUNTIME, Mutation

RECEIVING: Final = (
    Mutation(
        name="busy-here",
        says="what is read or sent here counts as a sign of life of who is gone",
        file="traffic.py",
        text="        if news:\n            self._send_receipt",
        bug="        self._arrived()\n        if news:\n            self._send_receipt",
        tests=(
            f"{CONTRACT}r09_death.py::test_what_goes_on_here_delays_no_report"
            "[ipc-receiving-0-threads]",
        ),
    ),
    Mutation(
        name="narrow-except",
        says="only the errors of msgspec itself make a dead letter",
        file="batch.py",
        text="except Exception as error:\n                    self._reject(",
        bug=(
            "except (bounds.BoundsError, __import__('msgspec').MsgspecError) as error:\n"
            "                    self._reject("
        ),
        tests=(
            f"{RUNTIME}dead_letters.py"
            "::test_bad_frames_become_dead_letters_and_good_ones_arrive",
        ),
    ),
    Mutation(
        name="taken-too-soon",
        says="a handler can strike between a frame's removal and its message's arrival",
        file="inbox.py",
        text="del loan.frames[0]\n",
        bug="loan.frames.clear()\n",
        tests=(
            f"{RUNTIME}loan.py"
            "::test_a_message_that_is_waited_for_survives_a_handler_at_any_moment",
        ),
    ),
    Mutation(
        name="lent-for-ever",
        says="who goes away with a message keeps the socket",
        file="inbox.py",
        text="self._loan.reclaim()",
        bug="pass",
        tests=(
            f"{RUNTIME}loan.py"
            "::test_who_goes_away_with_a_message_gives_the_socket_back",
        ),
    ),
    Mutation(
        name="no-depth-check",
        says="what arrives is decoded, however deeply it is nested",
        file="batch.py",
        text="bounds.check(frame)\n                    add(",
        bug="pass\n                    add(",
        tests=(
            f"{RUNTIME}dead_letters.py"
            "::test_bad_frames_become_dead_letters_and_good_ones_arrive",
        ),
    ),
    Mutation(
        name="blocking-put",
        says="the receiver thread waits for room in a full inbox",
        file="inbox.py",
        text="batch = self._batch\n        with self._gate.lock:",
        bug=(
            "from time import sleep\n"
            "        batch = self._batch\n"
            "        while self.supply.queue and (\n"
            "            len(self.supply.queue) + len(batch.messages) >= self._capacity\n"
            "        ):\n"
            "            sleep(0.001)\n"
            "        with self._gate.lock:"
        ),
        tests=(f"{RUNTIME}ends.py::test_a_channel_that_nobody_reads_delays_no_other",),
    ),
    Mutation(
        name="one-full-stops-all",
        says="no channel is read while one is full",
        file="traffic.py",
        text="        try:\n            more = inbox.read()\n",
        bug=(
            "        if any(\n"
            "            len(box.supply.queue) >= box.channel.capacity\n"
            "            for box in self._inboxes.values()\n"
            "        ):\n"
            "            return True\n"
            "        try:\n"
            "            more = inbox.read()\n"
        ),
        tests=(f"{RUNTIME}ends.py::test_a_full_channel_delays_no_other",),
    ),
    Mutation(
        name="receipt-on-arrival",
        says="a message counts as consumed when it arrives",
        file="inbox.py",
        text="consumed = self._added - len(self.supply)\n",
        bug="consumed = self._received - self._rejected\n",
        tests=(
            f"{CONTRACT}r04_capacity.py::test_as_many_are_accepted_as_there_is_room_for"
            "[ipc-down-10-0-threads]",
        ),
    ),
    Mutation(
        name="no-receipt-for-the-rest",
        says="receipts are only sent for whole parts of a capacity",
        file="inbox.py",
        text="if consumed <= self._told:",
        bug="if consumed < self._told + (self._capacity + 3) // 4:",
        tests=(
            f"{RUNTIME}close.py"
            "::test_close_delivers_what_was_sent_to_a_reader_that_is_behind",
            f"{CONTRACT}r07_close.py::test_close_delivers_everything"
            "[ipc-1-load1-down-prompt-0-threads]",
        ),
    ),
    Mutation(
        name="lined-up-twice",
        says="what a handler has taken is lined up once more",
        file="supply.py",
        text="elif self.run is closed:",
        bug="else:",
        tests=(
            f"{RUNTIME}supply.py"
            "::test_a_handler_may_take_some_while_others_are_lined_up",
        ),
    ),
    Mutation(
        name="lined-up-for-good",
        says="what is taken of what was lined up is counted at the end of it",
        file="inbox.py",
        text=("            self._notice_at = ALWAYS\n            self.supply.open()\n"),
        bug="            self._notice_at = ALWAYS\n",
        tests=(
            f"{RUNTIME}supply.py"
            "::test_who_is_slow_is_told_of_each_message_that_he_takes",
        ),
    ),
    Mutation(
        name="taken-while-dropped",
        says="who receives while this side closes may get what comes after something dropped",
        file="inbox.py",
        text="self.supply.shut()",
        bug="pass",
        tests=(
            f"{RUNTIME}supply.py::test_nobody_takes_what_is_left_while_it_is_dropped",
        ),
    ),
    Mutation(
        name="no-put-back",
        says="what an interrupted recv had taken out is gone",
        file="inbox.py",
        text="supply.returned.append(found[0])",
        bug="pass",
        tests=(
            f"{RUNTIME}loan.py"
            "::test_a_message_that_is_there_already_survives_a_handler_at_any_moment",
        ),
    ),
    Mutation(
        name="counted-before-asked",
        says="who takes a message just after it was counted does not say so",
        file="inbox.py",
        text=(
            "            self._notice_at = ALWAYS\n"
            "            self.supply.open()\n"
            "            consumed = self._added - len(self.supply)\n"
        ),
        bug=(
            "            self.supply.open()\n"
            "            consumed = self._added - len(self.supply)\n"
            "            self._notice_at = ALWAYS\n"
        ),
        tests=(
            f"{RUNTIME}loan.py"
            "::test_who_takes_a_message_just_after_it_was_counted_says_so",
        ),
    ),
    Mutation(
        name="not-plain",
        says="a batch is decoded at once, however deeply its frames are nested",
        file="batch.py",
        text="and bounds.are_plain(frames, sizes)",
        bug="and sizes",
        tests=(
            f"{RUNTIME}dead_letters.py"
            "::test_what_is_nested_too_deeply_is_no_message_though_it_could_be_decoded",
        ),
    ),
    Mutation(
        name="silent-death",
        says="the receiver thread dies and nobody is told",
        file="receiver.py",
        text="work.died(cause)",
        bug="pass",
        tests=(
            f"{RUNTIME}connection.py::test_a_receiver_thread_does_not_die_in_silence",
        ),
    ),
)
