"""Bugs that let in who should stay out, or tell who should not know."""

from __future__ import annotations

from typing import Final

from tests.contract.mutations.mutation import CONTRACT, RUNTIME, Mutation

STRANGERS: Final = (
    Mutation(
        name="no-zap-domain",
        says="libzmq lets everybody in when the doorkeeper does not answer",
        file="credentials.py",
        text="socket.setsockopt(zmq.ZAP_ENFORCE_DOMAIN, 1)",
        bug="pass",
        tests=(f"{CONTRACT}s3_proof.py::test_without_a_doorkeeper_nobody_comes_in",),
    ),
    Mutation(
        name="second-peer",
        says="the doorkeeper lets a second peer in",
        file="doorkeeper.py",
        text="if domain in self._taken and domain not in self._returning:",
        bug="if False:",
        tests=(f"{CONTRACT}r16_one_peer.py::test_a_second_kernel_is_refused[ipc-0]",),
    ),
    Mutation(
        name="any-password",
        says="the doorkeeper lets in whoever has a password",
        file="credentials.py",
        text="same(password, token.encode())",
        bug="len(password) > 0",
        tests=(f"{CONTRACT}s1_place.py::test_this_user_needs_the_token[plain]",),
    ),
    Mutation(
        name="any-key",
        says="the doorkeeper lets in whoever has a key",
        file="credentials.py",
        text="same(z85.encode(key), curve.public.encode())",
        bug="len(z85.encode(key)) > 0",
        tests=(
            f"{CONTRACT}s2_curve.py::test_nobody_else_gets_in_and_nothing_gets_out"
            "[foreign client]",
        ),
    ),
    Mutation(
        name="any-token",
        says="the token of a hello is not compared",
        file="greeting.py",
        text="and same(hello.token.encode(), own.token.encode())",
        bug="and True",
        tests=(
            f"{CONTRACT}s3_proof.py::test_a_hello_that_is_almost_right_is_refused"
            "[ipc-token]",
        ),
    ),
    Mutation(
        name="any-interface",
        says="a host binds where other machines can come",
        file="places.py",
        text="if not allow_remote and not _is_loopback(interface):",
        bug="if False:",
        tests=(f"{CONTRACT}s2_curve.py::test_what_others_could_come_to_is_refused",),
    ),
    Mutation(
        name="secrets-in-repr",
        says="keys show in what they print as",
        file="secretive.py",
        text='return f"<{type(self).__name__}>"',
        bug="return str(msgspec.structs.asdict(self))",
        tests=(f"{RUNTIME}info.py::test_secrets_do_not_show",),
    ),
)
