"""Writes: values, files, results."""
