"""The codes of the budget in the first year of a plan, ready to be asked row by row."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Liste:
    """`voci` come from `piani.selectors.voci_di_bilancio(anno)`."""

    def __init__(self, anno: int, voci: Iterable[Mapping[str, Any]]) -> None:
        self.anno = anno
        self._voci: dict[str, dict[str, bool]] = defaultdict(dict)
        for voce in voci:
            self._voci[voce["lista"]][voce["codice"]] = voce["solo_regioni"]

    def ha(self, lista: str, codice: str) -> bool:
        return codice in self._voci[lista]

    def e_delle_regioni(self, programma: str) -> bool:
        return self._voci["programma"].get(programma, False)

    def titoli_della_tipologia(self, tre_cifre: str) -> list[str]:
        """The titoli that have a tipologia with these digits."""
        return sorted(codice[0] for codice in self._voci["tipologia"] if codice[2:] == tre_cifre)
