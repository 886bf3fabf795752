"""Degrees of people: what each has of the body's, of the unit's and of the own objectives, in the year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from obiettivi.sezioni import ASSEGNAZIONI
from piani.models import SLUG_ENTE
from valutazioni.calcolo.base import Grado, Pesato, grado_deciso, senza_grado
from valutazioni.calcolo.scheda import Periodo, grado_di_periodi, grado_persona, media_di
from valutazioni.calcolo.smvp import Natura
from valutazioni.selectors.gradi import schede_misurate
from valutazioni.selectors.in_forza import foto_in_forza

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from piani.models import Ente
    from valutazioni.calcolo.smvp import Categoria, Smvp
    from valutazioni.models import Posizione
    from valutazioni.selectors.gradi import ObiettivoMisurato, SchedaMisurata
    from valutazioni.selectors.in_forza import FotoInForza

DA_CONFERMARE = "Alcuni risultati non sono ancora confermati dal Nucleo: contano come sono stati proposti o calcolati."


@dataclass(frozen=True)
class GradiDellAnno:
    """The sheets in force with their degrees, and what each person has of them."""

    forza: FotoInForza
    misurate: Mapping[str, SchedaMisurata]
    smvp: Smvp

    @cached_property
    def _quote(self) -> dict[tuple[str, str], list[tuple[int, Decimal]]]:
        """(number of objective, share) by sheet and person."""
        quote = defaultdict(list)
        for riga in self.forza.foto[ASSEGNAZIONI]:
            if riga.anno == self.forza.anno:
                quote[riga.area, riga.dipendente].append((riga.numero, riga.percentuale))
        return dict(quote)

    @cached_property
    def _pesi(self) -> dict[tuple[str, str], list[tuple[int, Decimal]]]:
        """(number of objective, own weight) by sheet and person: where a person has them, they count and not the
        shares."""
        pesi = defaultdict(list)
        for slug, misurata in self.misurate.items():
            for voce in misurata.obiettivi:
                for peso in voce.obiettivo.pesi_personali:
                    pesi[slug, peso.dipendente].append((voce.obiettivo.numero, peso.peso))
        return dict(pesi)

    @cached_property
    def _per_numero(self) -> dict[str, dict[int, ObiettivoMisurato]]:
        return {
            slug: {voce.obiettivo.numero: voce for voce in misurata.obiettivi}
            for slug, misurata in self.misurate.items()
        }

    @cached_property
    def dell_ente(self) -> Grado:
        """That of the body's own sheet; where there is none, the mean of the areas'."""
        if SLUG_ENTE in self.misurate:
            return self._della_scheda(SLUG_ENTE)
        schede = [Pesato(grado=self._della_scheda(slug), etichetta=slug) for slug in self.misurate]
        grado = media_di(schede, self.smvp.parametri, "le schede")
        return replace(grado, note=(*grado.note, "L'ente non ha una scheda propria: è la media delle altre."))

    def componenti(
        self, categoria: Categoria, posizioni: Sequence[Posizione], a_mano: Mapping[str, Decimal]
    ) -> dict[str, Grado]:
        """The degree of each component of the category that the system computes, by code; `a_mano` are those that the
        assessor gives. Behaviours are another thing."""
        nature = {componente.codice: componente.natura for componente in self.smvp.componenti}
        gradi = {}
        for voce in categoria.componenti:
            natura = nature[voce.codice]
            if voce.codice in a_mano:
                gradi[voce.codice] = grado_deciso(a_mano[voce.codice], "Dato da chi valuta.")
            elif natura is Natura.ENTE:
                gradi[voce.codice] = self.dell_ente
            elif natura is Natura.UNITA:
                gradi[voce.codice] = self._nei_periodi(posizioni, lambda riga: self._della_scheda(riga.slug_scheda))
            elif natura is Natura.OBIETTIVI:
                gradi[voce.codice] = self._nei_periodi(posizioni, self._della_persona)
            elif natura is Natura.DIFFERENZIAZIONE:
                gradi[voce.codice] = senza_grado("Lo dà chi valuta, da 0 a 100.")
        return gradi

    def obiettivi_di(self, posizione: Posizione) -> list[tuple[ObiettivoMisurato, Decimal]]:
        """The objectives that count for a person in a sheet, with their weight: by the own weights, else by the shares;
        none where the whole sheet counts."""
        chiave = (posizione.slug_scheda, posizione.dipendente.codice)
        obiettivi = self._per_numero.get(posizione.slug_scheda, {})
        voci = self._pesi.get(chiave) or self._quote.get(chiave) or ()
        return [(obiettivi[numero], peso) for numero, peso in voci if numero in obiettivi]

    def condizioni_mancate(self, posizioni: Sequence[Posizione]) -> tuple[str, ...]:
        """Gate objectives of the person's sheets that are not satisfied: no premio."""
        mancate = (
            motivo
            for slug in dict.fromkeys(riga.slug_scheda for riga in posizioni)
            if slug in self.misurate
            for motivo in self.misurate[slug].esito.mancate
        )
        return tuple(dict.fromkeys(mancate))

    def _della_scheda(self, slug: str) -> Grado:
        if slug not in self.misurate:
            return senza_grado("Nel piano in vigore non c'è la scheda.")
        misurata = self.misurate[slug]
        grado = misurata.esito.grado
        return grado if misurata.esito_confermato else replace(grado, note=(*grado.note, DA_CONFERMARE))

    def _della_persona(self, posizione: Posizione) -> Grado:
        """By the own weights, else by the shares of effort, else (who has neither) as the whole sheet."""
        voci = self.obiettivi_di(posizione)
        if not voci:
            grado = self._della_scheda(posizione.slug_scheda)
            return replace(grado, note=(*grado.note, "Senza quote né pesi propri: conta tutta la scheda."))
        pesati = [
            Pesato(grado=misurato.grado, peso=peso, etichetta=misurato.etichetta)
            for misurato, peso in voci
            if not misurato.obiettivo.e_condizione
        ]
        grado = grado_persona(pesati, self.smvp.parametri)
        confermati = all(misurato.e_confermato for misurato, _ in voci)
        return grado if confermati else replace(grado, note=(*grado.note, DA_CONFERMARE))

    def _nei_periodi(self, posizioni: Sequence[Posizione], grado_di: Callable[[Posizione], Grado]) -> Grado:
        """Of one who changed area: each area for its days."""
        if len(posizioni) == 1:
            return grado_di(posizioni[0])
        periodi = [
            Periodo(grado=grado_di(riga), giorni=riga.giorni, etichetta=f"dal {riga.dal:%d/%m} al {riga.al:%d/%m}")
            for riga in posizioni
        ]
        grado = grado_di_periodi(periodi, self.smvp.parametri)
        conti = (f"{voce.etichetta}: {voce.grado.conto or voce.grado.motivo}" for voce in periodi)
        note = (nota for voce in periodi for nota in voce.grado.note)
        return replace(grado, note=(*conti, *grado.note, *dict.fromkeys(note)))


def gradi_dell_anno(ente: Ente, anno: int, smvp: Smvp) -> GradiDellAnno | None:
    """Everything that the cards of a year ask for, in a constant number of queries; None where no plan is approved."""
    forza = foto_in_forza(ente, anno)
    return forza and GradiDellAnno(forza, schede_misurate(forza), smvp)
