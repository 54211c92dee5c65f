"""What is to be reached: the claims, each as a bound on a figure."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple


class Target(NamedTuple):
    """On which side of a number a figure's median is to be."""

    sign: Literal[">=", "<="]
    bound: float

    def reached_by(self, number: float) -> bool:
        return number >= self.bound if self.sign == ">=" else number <= self.bound


TARGETS: Final = {
    "throughput_small_send_vs_raw": Target(">=", 0.6),
    "throughput_small_send_many_vs_raw": Target(">=", 1.0),
    "throughput_small_send_vs_marimo": Target(">=", 5),
    "throughput_small_send_vs_mp_queue": Target(">=", 5),
    "throughput_small_send_vs_grpc": Target(">=", 20),
    "throughput_eight_senders_vs_one": Target(">=", 0.8),
    "roundtrip_p50_vs_raw": Target("<=", 1.5),
    "roundtrip_p50_vs_mp_pipe": Target("<=", 1.2),
    "payload_50mb_buffer_vs_raw_zero_copy": Target(">=", 0.9),
    "payload_50mb_buffer_vs_mp_queue": Target(">=", 3),
    "session_cost": Target(">=", 0.85),
    "import_generated_vs_import_msgspec_zmq": Target("<=", 1.3),
    "idle_cpu_percent_20_connections": Target("<=", 0.1),
    "generation_generate_1000_s": Target("<=", 3.0),
    "generation_check_1000_s": Target("<=", 3.0),
    "breaking_1000_s": Target("<=", 3.0),
    # 1 is linear, 10 quadratic.
    "generation_growth_generate": Target("<=", 1.5),
    "generation_growth_check": Target("<=", 1.5),
}
"""By the name of the figure."""
