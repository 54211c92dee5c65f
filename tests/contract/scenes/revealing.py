"""A kernel that shows all it can, in a file: `python -m tests.contract.scenes.revealing FILE`.

It logs at DEBUG, provokes errors, and prints what they and its own objects say of themselves. Then it
says that it is done, and goes on until the host closes.
"""

import logging
import sys
from contextlib import suppress
from pathlib import Path

from runtime import ChannelClosed, ConnectionInfoError

from tests.contract.revelations import everything_said, provoke
from tests.contract.wire import Kernel, Report, Values


def main(place: str) -> None:
    with Path(place).open("w", errors="backslashreplace") as file:
        logging.basicConfig(stream=file, level=logging.DEBUG)
        with Kernel.connect() as kernel:
            errors = [
                provoke(lambda: kernel.up_values.send(Values(number=2**64))),
                provoke(lambda: kernel.orders.recv(0)),
                provoke(lambda: kernel.orders.recv(-1)),
                provoke(lambda: kernel.close(-1)),
                provoke(Kernel.connect),  # the info has been read
            ]
            assert isinstance(errors[-1], ConnectionInfoError)
            for error in errors:
                print(everything_said(error), file=file)
            print(everything_said(kernel), file=file)
            print(everything_said(kernel._session), file=file)
            kernel.reports.send(Report(text="done"))
            with suppress(ChannelClosed):
                kernel.orders.recv()
            print(everything_said(provoke(kernel.orders.recv)), file=file)
        print(everything_said(provoke(kernel.orders.recv)), file=file)


if __name__ == "__main__":
    main(*sys.argv[1:])
