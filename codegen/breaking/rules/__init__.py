"""The rules: names for what can change in a catalogue, and what there is to say about each."""

from codegen.breaking.rules.every import (
    RULES,
    RULES_OF_ALLOWANCES,
    SUBJECTS,
    WITHOUT_RULE,
)
from codegen.breaking.rules.rule import Category, Rule

__all__ = [
    "RULES",
    "RULES_OF_ALLOWANCES",
    "SUBJECTS",
    "WITHOUT_RULE",
    "Category",
    "Rule",
]
