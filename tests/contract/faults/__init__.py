"""The fault script of docs/reliability.md: `python -m tests.contract.faults`."""
