"""Faults on purpose: what is done to a copy of the project, and which gate must say so, in which words."""
