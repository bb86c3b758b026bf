"""What a check reports."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """A place that breaks a rule. `message` says what is wrong there and what to write instead."""

    path: str  # from the root of the repository
    line: int  # counted from 1
    rule: str
    message: str

    def __str__(self) -> str:
        """Return it as compilers do, so that editors can jump there."""
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"
