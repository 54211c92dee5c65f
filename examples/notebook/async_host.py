"""A host like `host`, in which an event loop follows each kernel."""

import asyncio

from examples.notebook.async_run import AsyncRun
from examples.notebook.host import Notebook
from generated import AsyncHost


class AsyncNotebook(Notebook):
    """A notebook whose kernels are followed by tasks."""

    def _run_kernel(self) -> int:
        return asyncio.run(self._run())

    async def _run(self) -> int:
        async with AsyncHost.bind() as host:
            run = AsyncRun(
                host, self._wishes, self._display, self._transcript, self._keyboard
            )
            try:
                self._ctrl_c.deed = run.interrupt
                self._ctrl_c.check()
                cells = {key: self._cells[key] for key in self._transcript.remaining}
                return await run.run(self._path, cells)
            finally:
                self._ctrl_c.deed = None
                self._keyboard.withdraw()
                self._wishes = run.wishes
