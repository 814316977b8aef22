"""What a check of the parity gate yields."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: the notebook, the cell's id and what is wrong with it."""

    file: str
    cell: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}, cell {self.cell}: {self.message}"
