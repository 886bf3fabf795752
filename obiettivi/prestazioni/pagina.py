"""Reading a page as a browser does: the fields of a form with their values, ready to be sent back changed."""

from __future__ import annotations

from html.parser import HTMLParser


class _Campi(HTMLParser):
    """Successful controls of the form with the given id, in the order of the page (buttons are pressed, not sent)."""

    def __init__(self, modulo: str) -> None:
        super().__init__()
        self.modulo, self.campi = modulo, {}
        self._dentro, self._area, self._scelta = False, None, None

    def handle_starttag(self, tag: str, attributi: list) -> None:
        voci = dict(attributi)
        if tag == "form":
            self._dentro = voci.get("id") == self.modulo
        if not self._dentro or "disabled" in voci:
            return
        if tag == "textarea":
            self._area = voci["name"]
            self.campi[self._area] = ""
        elif tag == "select":
            self._scelta = voci["name"]
        elif tag == "option" and self._scelta and ("selected" in voci or self._scelta not in self.campi):
            self.campi[self._scelta] = voci.get("value", "")
        elif tag == "input":
            self._ingresso(voci)

    def _ingresso(self, voci: dict) -> None:
        if voci.get("type") in ("checkbox", "radio") and "checked" not in voci:
            return
        if "name" in voci:
            self.campi[voci["name"]] = voci.get("value", "on" if voci.get("type") == "checkbox" else "")

    def handle_data(self, testo: str) -> None:
        if self._area:
            self.campi[self._area] += testo

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._dentro = False
        elif tag == "textarea":
            # A browser drops the line end that follows <textarea>.
            self.campi[self._area] = self.campi[self._area].removeprefix("\n").removeprefix("\r\n")
            self._area = None
        elif tag == "select":
            self._scelta = None


def campi_del_modulo(html: str, modulo: str = "modulo") -> dict[str, str]:
    """Name and value of every field of the form with the given id."""
    lettore = _Campi(modulo)
    lettore.feed(html)
    return lettore.campi
