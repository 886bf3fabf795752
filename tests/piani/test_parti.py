"""One sheet's part of the fotografia: cut out, kept as JSON, read back, put back in the plan."""

from obiettivi.prestazioni.sintesi import piano_sintetico
from obiettivi.sezioni import ASSEGNAZIONI, OBIETTIVI
from piani.models import SchedaArea
from piani.selectors import LetturaPiano, piani_completi
from piani.sezioni import SCHEDE, con_parte, fotografa, parte_da_json, parte_di_scheda
from tests import factories

CHIAVE = ("esempio-02", 2019)


def test_la_parte_ha_solo_le_righe_della_scheda():
    foto = piano_sintetico(9, aree=3)

    parte = parte_di_scheda(foto, *CHIAVE)

    assert [scheda.chiave for scheda in parte[SCHEDE]] == [CHIAVE]
    assert [obiettivo.chiave_scheda for obiettivo in parte[OBIETTIVI]] == [CHIAVE] * 3


def test_la_parte_torna_uguale_dal_suo_json():
    parte = parte_di_scheda(piano_sintetico(9, aree=3), *CHIAVE)

    assert parte_da_json(parte.json()) == parte


def test_rimessa_nel_piano_la_parte_lo_lascia_uguale_e_al_suo_posto():
    foto = piano_sintetico(9, aree=3)

    assert con_parte(foto, parte_di_scheda(foto, *CHIAVE), *CHIAVE) == foto


def test_una_parte_vuota_toglie_solo_le_righe_della_scheda():
    foto = piano_sintetico(9, aree=3)
    vuota = parte_di_scheda(foto, "esempio-02", 2050)

    restanti = {obiettivo.area for obiettivo in con_parte(foto, vuota, *CHIAVE)[OBIETTIVI]}

    assert restanti == {"esempio-01", "esempio-03"}


def test_la_lettura_di_una_scheda_sola_da_la_stessa_parte(ente):
    piano = factories.PianoFactory(ente=ente)
    schede = [factories.SchedaFactory(piano=piano, anno=piano.anno_inizio) for _ in range(2)]
    for scheda in schede:
        obiettivo = factories.ObiettivoFactory(scheda=scheda)
        factories.IndicatoreFactory(obiettivo=obiettivo)
        persona = factories.PersonaSchedaFactory(scheda=scheda)
        factories.AssegnazioneFactory(obiettivo=obiettivo, persona=persona)
    piano = piani_completi().get(pk=piano.pk)

    sola = LetturaPiano(piano, SchedaArea.objects.select_related("area", "responsabile").get(pk=schede[0].pk))

    attesa = parte_di_scheda(fotografa(piano), schede[0].slug, schede[0].anno)
    assert attesa[OBIETTIVI]
    assert [s.leggi(sola) for s in (SCHEDE, OBIETTIVI, ASSEGNAZIONI)] == [
        attesa[s] for s in (SCHEDE, OBIETTIVI, ASSEGNAZIONI)
    ]
