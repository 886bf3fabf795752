"""The files of a Relazione and of the data on premi: made in the background, all or none, kept until they are
published together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from piani.documenti.impaginazione import rilascio
from piani.models import Documento
from piani.services.archivio import archivia, e_intatto
from piani.services.squadra import esegui_in_parallelo
from semproniano.core.documenti.errori import ErroreDocumento
from semproniano.core.documenti.json import impronta

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from piani.documenti.base import Lavoro
    from piani.models import Atto, Ente
    from valutazioni.models.base import ConDocumenti


def produci(*, riga: ConDocumenti, ente: Ente, anno: int, lavori: Sequence[Lavoro], atto: Atto | None = None) -> bool:
    """Make the files of `riga`; those that the body has already from the same input are taken as they are.

    False, and nothing done, when they are there. Raises ErroreDocumento, after writing it in the row.
    """
    if riga.documenti_il is not None:
        return False
    ingressi = {lavoro.nome: lavoro.impronta_ingresso(rilascio()) for lavoro in lavori}
    pronti = _gia_fatti(ente, ingressi)
    try:
        contenuti = esegui_in_parallelo([lavoro for lavoro in lavori if lavoro.nome not in pronti], None)
        file = {
            nome: (archivia(contenuto, nome.rpartition(".")[2]), impronta(contenuto), len(contenuto))
            for nome, contenuto in contenuti.items()
        }
    except ErroreDocumento as errore:
        type(riga).objects.filter(pk=riga.pk).update(errore_documenti=str(errore))
        raise
    righe = [
        _documento(ente, anno, atto, ordine, lavoro, ingressi[lavoro.nome], (pronti | file)[lavoro.nome])
        for ordine, lavoro in enumerate(lavori)
    ]
    return _registra(riga, righe)


def _gia_fatti(ente: Ente, ingressi: Mapping[str, str]) -> dict[str, tuple[str, str, int]]:
    righe = Documento.objects.filter(ente=ente, ingresso__in=ingressi.values()).values_list(
        "ingresso", "file", "sha256", "dimensione"
    )
    fatti = {ingresso: tuple(resto) for ingresso, *resto in righe if e_intatto(resto[0], resto[1])}
    return {nome: fatti[ingresso] for nome, ingresso in ingressi.items() if ingresso in fatti}


def _documento(
    ente: Ente, anno: int, atto: Atto | None, ordine: int, lavoro: Lavoro, ingresso: str, file: tuple[str, str, int]
) -> Documento:
    nome, sha256, dimensione = file
    documento = Documento(
        ente=ente,
        # Without a type it stays in the offices.
        insieme=Documento.Insieme.PUBBLICO if lavoro.tipo else Documento.Insieme.INTERNO,
        tipo=lavoro.tipo or Documento.Tipo.RELAZIONE,
        titolo=lavoro.titolo,
        descrizione=lavoro.descrizione,
        anno=anno,
        atto=atto,
        ordine=ordine,
        nome=lavoro.nome,
        file=nome,
        formato=lavoro.nome.rpartition(".")[2].upper(),
        dimensione=dimensione,
        sha256=sha256,
        ingresso=ingresso,
    )
    documento.full_clean(exclude=("ente", "atto"), validate_unique=False, validate_constraints=False)
    return documento


@transaction.atomic
def _registra(riga: ConDocumenti, righe: Sequence[Documento]) -> bool:
    """The rows and the end of the work together; False when another process has been quicker."""
    attuale = type(riga).objects.select_for_update(of=("self",), no_key=True).get(pk=riga.pk)
    if attuale.documenti_il is not None:
        return False
    attuale.documenti_il, attuale.errore_documenti = timezone.now(), ""
    attuale.save(update_fields=["documenti_il", "errore_documenti"])
    attuale.documenti.set(Documento.objects.bulk_create(righe))
    riga.documenti_il = attuale.documenti_il
    return True


# --- publication -----------------------------------------------------------------------------------


def impedimenti_alla_pubblicazione(riga: ConDocumenti | None) -> list[str]:
    """Why the files cannot go on the site now: they are not ready, or are not what they were (NO15, NO18)."""
    if riga is None or riga.documenti_il is None:
        return ["I documenti non sono ancora pronti: si preparano dopo l'approvazione, in qualche minuto."]
    righe = list(_pubblici(riga))
    motivi = [
        f"«{voce.nome}»: mancano titolo o descrizione." for voce in righe if not (voce.titolo and voce.descrizione)
    ]
    motivi += [
        f"«{voce.nome}»: il file conservato non è più quello preparato."
        for voce in righe
        if not e_intatto(voce.file.name, voce.sha256)
    ]
    return motivi


def _pubblici(riga: ConDocumenti):
    return riga.documenti.filter(insieme=Documento.Insieme.PUBBLICO).order_by("ordine")


def metti_sul_sito(riga: ConDocumenti, prima: ConDocumenti | None) -> dict[str, str]:
    """The public files are on the site from now; each takes the place of the one with its name in `prima`. Returns
    sha256 by name."""
    adesso = timezone.now()
    sostituibili = prima.documenti.filter(pubblicato_il__isnull=False, sostituito_da__isnull=True) if prima else ()
    per_nome = {voce.nome: voce for voce in sostituibili}
    righe = list(_pubblici(riga))
    for voce in righe:
        voce.pubblicato_il, voce.sostituisce = adesso, per_nome.get(voce.nome)
    Documento.objects.bulk_update(righe, ["pubblicato_il", "sostituisce"])
    return {voce.nome: voce.sha256 for voce in righe}
