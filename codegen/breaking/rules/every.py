"""Every rule by its name, and those that our language has no use for.

Rules never decide: the engine's verdict does, and a rule names what it is about.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from codegen.breaking.rules.allowances import ALLOWANCES
from codegen.breaking.rules.arrays import ARRAYS
from codegen.breaking.rules.channels import CHANNELS
from codegen.breaking.rules.constraints import CONSTRAINTS
from codegen.breaking.rules.enums import ENUMS
from codegen.breaking.rules.fields import FIELDS
from codegen.breaking.rules.options import OPTIONS
from codegen.breaking.rules.reserved import RESERVED
from codegen.breaking.rules.rule import Rule
from codegen.breaking.rules.source import SOURCE
from codegen.breaking.rules.tags import TAGS
from codegen.breaking.rules.unions import UNIONS
from codegen.breaking.rules.values import VALUES


class Subject(Struct, frozen=True):
    """What some rules are about."""

    title: str
    rules: tuple[Rule, ...]


_OF_ALLOWANCES = Subject("What is allowed", ALLOWANCES)
_OF_CATALOGUES = (
    Subject("Fields that come, go and change their names", FIELDS),
    Subject("What a field holds", VALUES),
    Subject("Constraints", CONSTRAINTS),
    Subject("Enums and literals", ENUMS),
    Subject("Unions", UNIONS),
    Subject("Channels", CHANNELS),
    Subject("Tags", TAGS),
    Subject("Arrays", ARRAYS),
    Subject("Options and references", OPTIONS),
    Subject("What is gone", RESERVED),
    Subject("The generated Python", SOURCE),
)

SUBJECTS = (*_OF_CATALOGUES, _OF_ALLOWANCES)
"""In the order in which they are of use."""


def _by_name(subjects: tuple[Subject, ...]) -> Mapping[str, Rule]:
    return {rule.id: rule for subject in subjects for rule in subject.rules}


RULES = _by_name(_OF_CATALOGUES)
RULES_OF_ALLOWANCES = _by_name((_OF_ALLOWANCES,))
"""What is found about `allow`, and cannot be allowed itself."""

WITHOUT_RULE = {
    "RENAME_POLICY_CHANGED": "told field by field, as FIELD_WIRE_NAME_CHANGED",
    "UNION_OF_ONE": "a union of one is that one, in the catalogue already",
    "CHANNEL_PATTERN_CHANGED": "every channel is a Push and a Pull",
    "CHANNEL_ENDPOINT_CHANGED": "endpoints are chosen at run time",
    "CHANNEL_WIRE_FORMAT_CHANGED": "the wire is msgpack",
    "ENCODER_OPTION_CHANGED": "there is one encoder, without options",
    "DECODER_STRICTNESS_CHANGED": "every decoder is strict",
    "EXT_CODE_CHANGED": "there are no types of one's own on the wire",
    "TOOLCHAIN_MSGSPEC_RANGE": "the distribution names the versions of msgspec it works with",
    "CONSTRUCTOR_ORDER_CHANGED": "every generated struct is keyword-only",
    "KW_ONLY_ENABLED": "every generated struct is keyword-only",
    "FROZEN_ENABLED": "every generated struct is frozen",
    "FROZEN_DISABLED": "every generated struct is frozen",
    "EQ_OR_ORDER_REMOVED": "every generated struct is compared by content, and none is ordered",
}
"""Changes that cannot occur, or are told otherwise; each with the reason."""
