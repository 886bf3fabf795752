"""Checks that read the objectives: importing a module registers its checks (see obiettivi.apps)."""
