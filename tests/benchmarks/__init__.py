"""The benchmarks run and say what they ought to; how fast anything is, no test asks."""
