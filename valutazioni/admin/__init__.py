"""Admin pages of monitoring and assessment. Django looks for this module; each page registers itself."""

from valutazioni.admin import termini

__all__ = ["termini"]
