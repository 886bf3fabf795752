"""The PEG contabile: what an import changes, and writing it."""
