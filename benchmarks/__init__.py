"""The measured claims: `python -m benchmarks`."""
