"""The rules about `allow` itself."""

from __future__ import annotations

from codegen.breaking.rules.rule import Rule

_OLD = '[types.M]\nfields.x = "int"\n'
_NEW = '[types.M]\nfields.x = "str"\n'


def _allow(until: str = "") -> str:
    entry = f"rule = 'FIELD_TYPE_INCOMPATIBLE', why = 'Nobody uses it yet.'{until}"
    return f"allow = [{{ {entry} }}]\n"


ALLOWANCES = (
    Rule(
        "ALLOWANCE_UNUSED",
        "An allowed change has not been made",
        "No version that was compared differs in this way. Either the change is in all of them by"
        " now, or it never was. Left alone, the entry allows the next one that nobody meant.",
        "Remove the entry, once all versions that you compare with have the change.",
        _OLD,
        _OLD + _allow(),
        "LINT",
    ),
    Rule(
        "ALLOWANCE_EXPIRED",
        "An allowance holds no longer",
        "The version or the day in `until` has come, so the change is told again. That is what "
        "`until` is for.",
        "Undo the change, or do it in two steps; or give the reason anew, with a later `until`.",
        _OLD,
        _NEW + _allow(", until = 2020-01-01"),
        "LINT",
    ),
)
