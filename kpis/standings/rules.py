"""Of which program the stored standings are: another version words, draws or judges otherwise."""

from kpis.judging.evaluation import RULE_VERSION
from plans.program import program_print


def rules() -> str:
    """The version of the rules with a print of the program."""
    return f"{RULE_VERSION}-{program_print()[:32]}"
