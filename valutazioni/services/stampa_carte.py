"""From a card that is read to its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from valutazioni.calcolo.base import due_decimali, numero
from valutazioni.documenti.carta import CartaStampata, RigaStampata, ingresso_di, pdf_carta
from valutazioni.services.lettura_carte import storia_della_carta

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valutazioni.models import Posizione
    from valutazioni.services.lettura_carte import CartaLetta

DAI_COMPORTAMENTI = "dai punti dei comportamenti"


def pdf_della_carta(letta: CartaLetta) -> bytes:
    return pdf_carta(ingresso_di(carta_stampata(letta)))


def carta_stampata(letta: CartaLetta) -> CartaStampata:
    """What the document says; the total is the one that was fixed with the proposal."""
    carta, valutazione = letta.carta, letta.valutazione
    fascia = valutazione.fascia
    return CartaStampata(
        ente=carta.ente.denominazione,
        e_esempio=carta.ente.e_esempio,
        anno=carta.anno,
        persona=str(carta.dipendente),
        categoria=letta.categoria.nome,
        area=carta.area.nome if carta.area else "",
        valutatore=carta.get_valutatore_display(),
        sistema=str(carta.smvp),
        stato=carta.get_stato_display(),
        posizioni=tuple(_posizione(riga) for riga in letta.posizioni),
        componenti=tuple(_componenti(letta)),
        comportamenti=tuple(
            RigaStampata(nome=riga.nome, peso=numero(riga.peso), grado=parole, conto=riga.conto or riga.motivo)
            for riga, parole in letta.comportamenti_in_parole
        ),
        conto_comportamenti=valutazione.comportamenti.conto if valutazione.comportamenti else "",
        punteggio="" if valutazione.valore is None else due_decimali(valutazione.valore),
        conto=valutazione.componenti.conto,
        fascia=f"{fascia.codice}. {fascia.nome}" if fascia else "",
        giudizio=carta.giudizio,
        osservazioni=carta.osservazioni,
        esclusione=carta.esclusione,
        passi=tuple(
            f"{timezone.localtime(passo.quando):%d/%m/%Y}: {passo.fatto}{f': «{passo.nota}»' if passo.nota else ''}"
            for passo in storia_della_carta(carta)
        ),
    )


def _posizione(riga: Posizione) -> str:
    dove = riga.area.nome if riga.area else "Segretario"
    return f"{dove}, dal {riga.dal:%d/%m/%Y} al {riga.al:%d/%m/%Y}, tempo di lavoro {numero(riga.part_time)}%"


def _componenti(letta: CartaLetta) -> Iterator[RigaStampata]:
    for voce in letta.componenti:
        yield RigaStampata(
            nome=voce.riga.nome,
            peso=numero(voce.riga.peso),
            grado=(voce.grado.conto or voce.grado.motivo) if voce.grado else DAI_COMPORTAMENTI,
            note=voce.grado.note if voce.grado else (),
            conto=voce.riga.conto or voce.riga.motivo,
        )
