"""The promise under stress: faults, load, old clients, hostile input. A package, so that its conftest is not mistaken for the one above."""
