"""The rules about unions."""

from __future__ import annotations

from codegen.breaking.rules.rule import Rule

_A = '[messages.A]\ndoc = "..."\nfields.x = "int"\n'
_B = '[messages.B]\ndoc = "..."\nfields.s = "str"\n'
_C = '[messages.C]\ndoc = "..."\nfields.b = "bool"\n'


def _feed(carries: str) -> str:
    return f"[channels.feed]\ncarries = {carries}\n"


UNIONS = (
    Rule(
        "UNION_MEMBER_ADDED",
        "A union has a member that old readers do not know",
        "An old reader refuses the new message; the sender is not told. In a field, the whole message around it is "
        "refused.",
        "Release readers first; send the new message when they are everywhere.",
        _A + _B + _C + _feed('["A", "B"]'),
        _A + _B + _C + _feed('["A", "B", "C"]'),
    ),
    Rule(
        "UNION_MEMBER_REMOVED",
        "A union has lost a member that old writers may send",
        "A new reader refuses it. The sender is not told, and other members pass.",
        "Stop sending it first; remove it when no old writer is left.",
        _A + _B + _C + _feed('["A", "B", "C"]'),
        _A + _B + _C + _feed('["A", "B"]'),
    ),
    Rule(
        "UNION_ORDER_CHANGED",
        "The members of a union stand in another order",
        "A reader tells them by their tags and their types, not by their order. To a type "
        "checker, too, it is the same union.",
        "Nothing.",
        _A + _B + _feed('["A", "B"]'),
        _A + _B + _feed('["B", "A"]'),
    ),
)
