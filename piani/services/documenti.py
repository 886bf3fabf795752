"""Documents made elsewhere: SMVP, past plans, Relazioni, the signed deliberation. Loaded, they are on the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from piani.models import Documento
from piani.permessi import PREDICATI
from piani.services.archivio import archivia
from piani.services.eventi import registra_evento
from piani.states import DOCUMENTO
from semproniano.core.documenti.esame import esamina_pdf
from semproniano.core.documenti.json import impronta
from semproniano.core.workflow import OggettoCambiato, TransizioneRifiutata, TransizioneVietata

if TYPE_CHECKING:
    from piani.models import Utente

MEGA = 1024 * 1024


class DocumentoRifiutato(TransizioneRifiutata):
    """The file is not one that can be published; the sentence says why and what to do."""


def esamina_documento(contenuto: bytes) -> list[str]:
    """Notices on a file that can be published; raises DocumentoRifiutato for one that cannot (NO18: no scans)."""
    massimo = settings.DOCUMENTO_CARICATO_MASSIMO
    if len(contenuto) > massimo * MEGA:
        raise DocumentoRifiutato(f"Il file è più grande di {massimo} MB: ridurlo, o dividerlo in parti.")
    esame = esamina_pdf(contenuto)
    if esame.motivo:
        raise DocumentoRifiutato(f"Il file non si può pubblicare: {esame.motivo}.")
    if esame.ha_azioni:
        raise DocumentoRifiutato("Il PDF contiene azioni o script: salvarlo di nuovo come PDF/A.")
    if 2 * esame.con_testo < esame.lette:
        raise DocumentoRifiutato(
            f"È una scansione: {esame.lette - esame.con_testo} pagine su {esame.lette} non hanno testo, e chi non vede "
            "non può leggerle (L. 4/2004). Caricare il PDF prodotto dal programma di scrittura."
        )
    if not esame.e_etichettato:
        return ["Il PDF ha il testo ma non è etichettato: chi usa uno screen reader lo legge con fatica (L. 4/2004)."]
    return []


def carica_documento(*, documento: Documento, contenuto: bytes, utente: Utente) -> list[str]:
    """Publish the file under the data of `documento` (not saved yet). Returns the notices.

    Its name comes from the title, never from who sends it. Raises TransizioneVietata, DocumentoRifiutato.
    """
    if not PREDICATI["pubblica"].vale(utente, documento):
        raise TransizioneVietata
    avvisi = esamina_documento(contenuto)
    documento.insieme = Documento.Insieme.PUBBLICO
    documento.nome = f"{slugify(documento.titolo)[:100].strip('-') or 'documento'}.pdf"
    documento.formato, documento.dimensione, documento.sha256 = "PDF", len(contenuto), impronta(contenuto)
    documento.file = archivia(contenuto, "pdf")
    with transaction.atomic():
        documento.pubblicato_il = timezone.now()
        documento.full_clean()
        documento.save()
        registra_evento(
            oggetto=documento,
            transizione=DOCUMENTO["carica"],
            da="",
            nota="",
            utente=utente,
            dati={"sha256": documento.sha256, "nome": documento.nome},
        )
    return avvisi


@transaction.atomic
def togli_documento(*, documento: Documento, codice: str, utente: Utente, nota: str = "") -> Documento:
    """`ritira` (the note is the reason, shown in its place) or `archivia` a document that was loaded.

    Raises TransizioneVietata, OggettoCambiato, TransizioneRifiutata.
    """
    transizione = DOCUMENTO[codice]
    riga = Documento.objects.select_for_update(of=("self",), no_key=True).select_related("ente").get(pk=documento.pk)
    if not PREDICATI[transizione.chi].vale(utente, riga):
        raise TransizioneVietata
    if riga.versione_id or riga.stato not in transizione.da:
        raise OggettoCambiato(f"«{riga}»: «{transizione.etichetta}» non si può fare.")
    if codice == "ritira" and not nota.strip():
        raise TransizioneRifiutata("Scrivere il motivo: resta sul sito al posto del documento.")
    da, adesso = riga.stato, timezone.now()
    if codice == "ritira":
        riga.ritirato_il, riga.motivo_ritiro = adesso, nota.strip()
    else:
        riga.archiviato_il = adesso
    riga.save(update_fields=["ritirato_il", "motivo_ritiro", "archiviato_il"])
    registra_evento(oggetto=riga, transizione=transizione, da=da, nota=nota.strip(), utente=utente, dati={})
    return riga
