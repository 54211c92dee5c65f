"""How a piece of code may go on, seen from the notebook's variables."""

import re
from rlcompleter import Completer

NAME_AT_END = re.compile(r"[^\W\d][\w.]*\Z")


def complete(code: str, namespace: dict[str, object], limit: int) -> list[str]:
    """Return the code, completed in up to `limit` ways, in alphabetical order.

    Names and attributes are looked up; nothing is called, but for what an object does to
    show its attributes.
    """
    found = NAME_AT_END.search(code)
    if found is None:
        return []
    # Of a copy, because a cell that runs meanwhile may add variables.
    completer = Completer(dict(namespace))
    look_up = completer.attr_matches if "." in found[0] else completer.global_matches
    try:
        matches = look_up(found[0])
    except Exception:
        # Not ours: from the `__getattr__` or the `__dir__` of an object of the user's.
        return []
    begin = code[: found.start()]
    return [begin + match for match in sorted(set(matches))[:limit]]
