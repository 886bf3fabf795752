"""The one error of the package."""


class ErroreDocumento(Exception):
    """A document cannot be made or written. The message is Italian and can be shown to the person at work."""
