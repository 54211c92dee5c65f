"""Every rule by its name, and those that our language has no use for.

Rules never decide: the engine's verdict does, and a rule names what it is about.
"""

from __future__ import annotations

from codegen.breaking.rule import Category, Rule
from codegen.breaking.rules_of_allowances import ALLOWANCES
from codegen.breaking.rules_of_channels import CHANNELS
from codegen.breaking.rules_of_constraints import CONSTRAINTS
from codegen.breaking.rules_of_fields import ARRAYS, FIELDS
from codegen.breaking.rules_of_source import SOURCE
from codegen.breaking.rules_of_types import ENUMS, OPTIONS, TAGS

__all__ = ["RULES", "RULES_OF_ALLOWANCES", "WITHOUT_RULE", "Category", "Rule"]

RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        *FIELDS,
        *ARRAYS,
        *CONSTRAINTS,
        *ENUMS,
        *TAGS,
        *OPTIONS,
        *CHANNELS,
        *SOURCE,
    )
}

RULES_OF_ALLOWANCES: dict[str, Rule] = {rule.id: rule for rule in ALLOWANCES}
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
