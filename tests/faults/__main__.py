"""``python -m tests.faults`` prints the faults, and the gate that finds each."""

from tests.test_faults import EVERY

if __name__ == "__main__":
    for fault in EVERY:
        print(f"{fault.name:50} {fault.gate}")
