"""The checks of a sheet as it would be if the page were saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI, OPERATIVI, RISORSE, completa, leggi_operativi_citati
from piani.controlli import controlla
from piani.controlli.gruppi import e_della_scheda
from piani.controlli.impostazioni import impostazioni_di
from piani.sezioni import Fotografia, con_parte, fotografa_per_le_schede, parte_di_scheda

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obiettivi.sezioni import ObiettivoFoto
    from piani.models import SchedaArea
    from semproniano.core.controlli import Esito


def foto_con_la_pagina(*, scheda: SchedaArea, obiettivi: Sequence[ObiettivoFoto]) -> Fotografia:
    """The plan with the sheet's objectives replaced by those of a page that is not saved.

    Shares and capitoli stay with their objective (by uid), whatever its new number; the PEG itself is left out.
    `scheda` comes with its plan, complete.
    """
    foto = fotografa_per_le_schede(scheda.piano)
    area, anno = scheda.slug, scheda.anno
    parte = parte_di_scheda(foto, area, anno)
    nuovi = tuple(
        msgspec.structs.replace(voce, area=area, anno=anno, numero=numero)
        for numero, voce in enumerate(obiettivi, start=1)
    )
    numeri = {voce.uid: voce.numero for voce in nuovi}
    uid = {voce.numero: voce.uid for voce in parte[OBIETTIVI]}
    quote = tuple(
        msgspec.structs.replace(quota, numero=numeri[uid[quota.numero]])
        for quota in parte[ASSEGNAZIONI]
        if uid[quota.numero] in numeri
    )
    risorse = tuple(risorsa for risorsa in parte[RISORSE] if risorsa.obiettivo in numeri)
    nuova = {OBIETTIVI.codice: nuovi, ASSEGNAZIONI.codice: quote, RISORSE.codice: risorse}
    con_pagina = con_parte(foto, parte.con(nuova), area, anno)
    citati = {voce.operativo for voce in con_pagina[OBIETTIVI] if voce.operativo}
    return con_pagina.con(
        {
            OBIETTIVI.codice: completa(con_pagina[OBIETTIVI], con_pagina[OBIETTIVI]),
            OPERATIVI.codice: leggi_operativi_citati(scheda.piano.ente_id, citati),
        }
    )


def controlla_pagina(*, scheda: SchedaArea, obiettivi: Sequence[ObiettivoFoto]) -> list[Esito]:
    """What the checks say of this sheet, as the page describes it."""
    foto = foto_con_la_pagina(scheda=scheda, obiettivi=obiettivi)
    esiti = controlla(foto, impostazioni_di(scheda.piano.ente))
    return list(filter(e_della_scheda(scheda.slug, scheda.anno), esiti))
