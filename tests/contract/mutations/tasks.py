"""Bugs of the ends for asyncio."""

from __future__ import annotations

from typing import Final

from tests.contract.mutations.mutation import CONTRACT, RUNTIME, Mutation

TASKS: Final = (
    Mutation(
        name="await-after-taking",
        says="a task that has taken a message lets others run before it returns it",
        file="async_pull.py",
        text="                return self._inbox.get(0)\n            except",
        bug=(
            "                message = self._inbox.get(0)\n"
            "                await self._pace.turn()\n"
            "                return message\n            except"
        ),
        tests=(f"{CONTRACT}r23_async.py::test_a_cancelled_recv_loses_nothing",),
    ),
    Mutation(
        name="await-after-sending",
        says="a task whose message was accepted lets others run before it returns",
        file="async_push.py",
        text="                return self._outbox.put(frame, 0)\n",
        bug=(
            "                self._outbox.put(frame, 0)\n"
            "                return await self._pace.turn()\n"
        ),
        tests=(
            f"{CONTRACT}r23_async.py"
            "::test_a_cancelled_send_has_sent_nothing_and_another_has",
        ),
    ),
    Mutation(
        name="no-turns",
        says="a task that never has to wait lets nobody else run",
        file="tasks.py",
        text="await asyncio.sleep(0)\n",
        bug="pass\n",
        tests=(
            f"{RUNTIME}async.py::test_a_task_that_never_has_to_wait_lets_others_run",
        ),
    ),
    Mutation(
        name="wake-from-elsewhere",
        says="a task is woken by another thread as if that were its loop's",
        file="tasks.py",
        text="self._loop.call_soon_threadsafe(self._wake)",
        bug="self._loop.call_soon(self._wake)",
        tests=(f"{RUNTIME}async.py::test_close_wakes_tasks_that_wait",),
    ),
    Mutation(
        name="look-then-admit",
        says="a task looks before it can be woken, and not again",
        file="tasks.py",
        text="            if happened():\n                return True\n            left",
        bug="            left",
        tests=(
            f"{RUNTIME}async.py::test_a_connect_that_fails_leaves_nothing",
            f"{CONTRACT}r23_async.py::test_bursts_are_read_to_their_end_and_hold_up_nobody",
        ),
    ),
    Mutation(
        name="child-survives",
        says="a cancelled spawn leaves its process",
        file="async_binding.py",
        text="                await wholly(child.end, nothing)\n",
        bug="                child.release()\n",
        tests=(f"{RUNTIME}async.py::test_a_cancelled_spawn_leaves_nothing",),
    ),
    Mutation(
        name="bind-not-undone",
        says="what was bound for a task that is cancelled stays",
        file="tasks.py",
        text="        await wholly(partial(undo, errand.result()), nothing)\n",
        bug="        errand.result()\n",
        tests=(f"{RUNTIME}async.py::test_a_cancelled_bind_leaves_nothing",),
    ),
)
