"""The rules about constraints, which only readers check."""

from __future__ import annotations

from codegen.breaking.rules.rule import Rule


def _typed(type: str) -> str:
    return f'[types.M]\nfields.x = "{type}"\n'


def _bounded(type: str, bounds: str) -> str:
    return f"[types.M]\nfields.x = {{ type = '{type}', {bounds} }}\n"


CONSTRAINTS = (
    Rule(
        "CONSTRAINT_TIGHTENED",
        "Readers take less than old writers may send",
        "Constraints are checked by the reader only, when it decodes. A new reader refuses the old messages that "
        "do not keep to them; what conforming new writers send, old readers take.",
        "Release writers that keep to it first, and the constraint when no other is left.",
        _bounded("int", "le = 100"),
        _bounded("int", "le = 10"),
    ),
    Rule(
        "CONSTRAINT_LOOSENED",
        "Writers may send more than old readers take",
        "An old reader refuses the values that only the new constraint allows. What an old writer"
        " sends, a new reader takes.",
        "Release readers first; send such values when they are everywhere.",
        _bounded("int", "ge = 0"),
        _typed("int"),
    ),
    Rule(
        "CONSTRAINT_DISJOINT",
        "No value is allowed by both the old constraint and the new",
        "Each side refuses everything that the other sends. Values of the right type are not "
        "enough: a constraint is part of what a reader takes.",
        "Add a field under another name.",
        _bounded("int", "le = 0"),
        _bounded("int", "ge = 1"),
    ),
    Rule(
        "CONSTRAINT_EQUIVALENT",
        "A constraint is written another way and allows the same",
        "For integers `gt = 0` is `ge = 1`; for floats it is not. What counts is which values "
        "pass, not how it is written.",
        "Nothing.",
        _bounded("int", "gt = 0"),
        _bounded("int", "ge = 1"),
    ),
    Rule(
        "CONSTRAINT_PATTERN_CHANGED",
        "Texts have to match another pattern",
        "Whether two patterns allow the same texts cannot be decided, so it is assumed that each "
        "side refuses some texts of the other. A pattern is searched for in the text, not matched"
        " with the whole of it.",
        "Widen it in one release and narrow it in a later one; or check in Python.",
        _bounded("str", 'pattern = "^[a-z]+$"'),
        _bounded("str", 'pattern = "^[A-Z]+$"'),
    ),
    Rule(
        "CONSTRAINT_EXCLUDES_NAN",
        "A float has its first constraint",
        "`nan` is neither greater nor less than anything: any constraint, however wide, refuses "
        "it. An old writer may send it; whether it does, only its users know.",
        "Be sure that no writer sends `nan`; use null for what is not known.",
        _typed("float"),
        _bounded("float", "ge = -1e308"),
    ),
    Rule(
        "CONSTRAINT_TZ_CHANGED",
        "Times have a zone, or have none, where that was otherwise",
        "A time with a zone and one without are two types on the wire, and neither is read as the"
        " other. The first is an extension type of msgpack, the second a text.",
        "Say `tz` from the first day. To change it, add a field under another name.",
        _bounded("datetime", "tz = true"),
        _bounded("datetime", "tz = false"),
    ),
)
