"""A notebook in two processes: a host for the user to see, a kernel to run the cells.

    python -m examples.notebook examples/notebook/notebooks/waves.py

    host       __main__   what is started
               command    the command line
               cells      notebook file -> cells
               host       runs a notebook: a kernel, or another one if that dies
               follower   what is done about one kernel, until it ends
               run        does it in a thread
               async_host, async_run  do the same with asyncio, if asked by --asyncio
               ctrl_c     what Ctrl-C does, at each moment
               transcript what the events of the kernel mean to the user
               keyboard   what the user types
               display    text, with colours where a terminal shows it

    kernel     kernel     the program: who listens to which channel
               execution  runs one cell
               console    stands in for the terminal: `sys.stdout`, `sys.stderr`, `input`
               interrupts where an interrupt goes
               elements   what the user changes from outside
               completion how a piece of code may go on

The two halves import nothing of each other. What they share is `generated`, which
`schema.toml` describes.
"""
