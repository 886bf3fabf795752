"""The page of a sheet: what it shows, from the live rows or from unsaved work, with a constant number of queries."""

from __future__ import annotations

import uuid
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.functional import SimpleLazyObject

from obiettivi.forms.modulo import ModuloScheda
from obiettivi.models import BozzaScheda
from obiettivi.selectors import bozze_della_scheda, etichette_operativi, osservazioni_da_leggere, ultima_revisione
from obiettivi.services.campi import campi_scheda
from obiettivi.services.controllo import controlla_pagina
from obiettivi.sezioni import leggi_righe, origini_per_riga
from obiettivi.sezioni.risorse import risorse_della_scheda
from obiettivi.views.esiti import dizionari, gruppi_di_esiti
from piani.models import SchedaArea
from piani.selectors import LetturaPiano
from semproniano.core.numeri import in_italiano

if TYPE_CHECKING:
    from obiettivi.services.campi import Campi
    from obiettivi.sezioni import ObiettivoFoto
    from obiettivi.sezioni.risorse import Risorse
    from piani.models import Utente

CENTO = Decimal(100)


class PaginaScheda:
    """A sheet open for writing: live rows, the fields shown (`dati`), and where they come from."""

    def __init__(
        self,
        scheda: SchedaArea,
        utente: Utente,
        *,
        dati: Campi | None = None,
        bozza: BozzaScheda | None = None,
        finestra: uuid.UUID | None = None,
        versione: int | None = None,
    ) -> None:
        """Fields just posted (`dati`), else those of the draft, else the live rows."""
        self.scheda, self.utente, self.bozza = scheda, utente, bozza
        self._dati = dati if dati is not None else bozza and bozza.dati
        self.finestra = finestra or (bozza.finestra if bozza else uuid.uuid4())
        self.versione = versione or (bozza.versione if bozza else scheda.versione)

    @property
    def e_salvata(self) -> bool:
        """True when the page shows the live rows, false when it shows what was typed and not saved."""
        return self._dati is None

    @cached_property
    def etichette(self) -> dict[str, str]:
        return etichette_operativi(self.scheda.piano.ente_id)

    @cached_property
    def _righe(self) -> dict[int, tuple[ObiettivoFoto, ...]]:
        """The live objectives, of this sheet and of the body's. Fields that were typed are judged without them."""
        return leggi_righe(LetturaPiano(self.scheda.piano, self.scheda))

    @property
    def _vive(self) -> tuple[ObiettivoFoto, ...]:
        return self._righe.get(self.scheda.pk, ())

    def _assegnati(self) -> dict[str, ObiettivoFoto]:
        return origini_per_riga(self._vive, [voce for righe in self._righe.values() for voce in righe])

    def _risorse(self) -> dict[str, Risorse]:
        return {str(uid): risorse for uid, risorse in risorse_della_scheda(self.scheda).items()}

    @cached_property
    def modulo(self) -> ModuloScheda:
        return ModuloScheda(
            campi_scheda(self._vive, self.etichette) if self._dati is None else self._dati,
            area=self.scheda.slug,
            anno=self.scheda.anno,
            codici=frozenset(self.etichette),
            assegnati=SimpleLazyObject(self._assegnati),
            risorse=SimpleLazyObject(self._risorse),
        )

    @cached_property
    def totale(self) -> Decimal:
        """Sum of the weights that can be read; static/interfaccia/scheda.js says the same while they are typed."""
        return sum((voce.peso or Decimal(0) for voce in self.modulo.obiettivi()), Decimal(0))

    @property
    def totale_scritto(self) -> str:
        return in_italiano(self.totale)

    @property
    def totale_per_la_barra(self) -> str:
        """What <meter> takes: a point for the decimals, and no more than its maximum."""
        return str(min(self.totale, CENTO))

    @property
    def frase_totale(self) -> str:
        scarto = in_italiano(abs(CENTO - self.totale))
        if self.totale == CENTO:
            return "I pesi sommano a 100."
        return f"Mancano {scarto} punti." if self.totale < CENTO else f"Sono di troppo {scarto} punti."

    def esiti_ora(self) -> list[dict[str, Any]]:
        """The checks of what is in the page: as many queries as a fotografia."""
        return dizionari(controlla_pagina(scheda=self.scheda, obiettivi=self.modulo.obiettivi()))

    def contesto_controlli(self) -> dict[str, Any]:
        """What the panel of the checks shows, of the page as it is now: asked for while people type."""
        return {
            "scheda": self.scheda,
            "ente": self.scheda.piano.ente,
            "gruppi": gruppi_di_esiti(self.esiti_ora(), self.scheda, self.modulo),
            "esiti_del": None,
            "controllati_ora": True,
        }

    def contesto(self, *, controlla: bool = False, mostra_errori: bool = False) -> dict[str, Any]:
        """What the template shows. Without `controlla` the results are those of the last save."""
        revisione = ultima_revisione(self.scheda)
        bozze, altri = bozze_della_scheda(self.scheda, self.utente)
        esiti = self.esiti_ora() if controlla else (revisione.esiti if revisione else [])
        osservazioni = osservazioni_da_leggere(self.scheda)
        return {
            "pagina": self,
            "scheda": self.scheda,
            "ente": self.scheda.piano.ente,
            "modulo": self.modulo,
            "errori": self.modulo.errori if mostra_errori else [],
            "scrive_risorse": True,
            "operativi": list(self.etichette.values()),
            "gruppi": gruppi_di_esiti(esiti, self.scheda, self.modulo),
            "esiti_del": None if controlla else revisione,
            "controllati_ora": controlla,
            "ultima": revisione,
            "bozze": [bozza for bozza in bozze if bozza.finestra != self.finestra],
            "altri_che_scrivono": altri,
            "osservazioni_generali": [voce for voce in osservazioni if voce.obiettivo is None],
            "osservazioni": osservazioni,
            "in_percentuale": self.scheda.modo_peso == SchedaArea.ModoPeso.PERCENTUALE,
        }


def bozza_chiesta(chiave: str, scheda: SchedaArea, utente: Utente) -> BozzaScheda | None:
    """One's own draft named in the address; None when the address names none, 404 when there is no such draft."""
    if not chiave:
        return None
    bozza = BozzaScheda.objects.filter(scheda=scheda, utente=utente, pk=chiave).first() if chiave.isdecimal() else None
    if bozza is None:
        raise Http404("Questa bozza non c'è più: è stata salvata o scartata.")
    return bozza
