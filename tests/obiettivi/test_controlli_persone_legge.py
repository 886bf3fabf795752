"""The checks of people, and those of the law that read the objectives."""

import datetime
from decimal import Decimal

import msgspec
import pytest

from obiettivi.sezioni import AssegnazioneFoto, IndicatoreFoto
from piani.controlli import CONTROLLI, Impostazioni, esiti_di
from piani.sezioni import ENTE, NARRATIVA, PIANO
from piani.sezioni.piano import SezioneNarrativaFoto
from piani.sezioni.schede import DipendenteFoto
from tests.foto import AREA, foto_di_prova, obiettivo_di_prova, persona_di_prova


def messaggi(foto, codice: str, **parametri) -> list[str]:
    impostazioni = Impostazioni(parametri={codice: parametri})
    return [esito.messaggio for esito in esiti_di(CONTROLLI[codice], foto, impostazioni)]


def indicatore(valore: str = "", descrizione: str = "Numero di pratiche", **dati) -> tuple[IndicatoreFoto, ...]:
    return (IndicatoreFoto(descrizione=descrizione, valore_atteso=valore, **dati),)


def quota(numero: int, chi: int, percentuale: int, area: str = AREA) -> AssegnazioneFoto:
    return AssegnazioneFoto(
        area=area, anno=2019, numero=numero, dipendente=f"esempio-{chi}", percentuale=Decimal(percentuale)
    )


class TestPersone:
    def foto(self, *quote, persone=(1, 2), **dati):
        righe = [obiettivo_di_prova(1, peso=Decimal(95)), obiettivo_di_prova(2, peso=Decimal(5))]
        return foto_di_prova(righe, assegnazioni=quote, persone=tuple(map(persona_di_prova, persone)), **dati)

    def test_senza_quote_nessuno_e_in_difetto(self):
        foto = self.foto()
        assert not any(messaggi(foto, codice) for codice in ("PE01", "PE02", "PE03", "PE04", "PE05", "PE06"))

    def test_la_somma_e_su_tutte_le_schede_dell_anno(self):
        foto = self.foto(quota(1, 1, 60), quota(2, 2, 100))
        assert messaggi(foto, "PE01") == [
            "Esempio Dipendente 1, 2019 (Area Esempio): le quote sommano a 60, non a 100."
        ]
        assert not messaggi(self.foto(quota(1, 1, 60), quota(9, 1, 40, "altra"), quota(2, 2, 100)), "PE01")

    def test_chi_non_ha_quote(self):
        (messaggio,) = messaggi(self.foto(quota(1, 1, 100)), "PE04")
        assert messaggio == "Area Esempio 2019: Esempio Dipendente 2 non ha obiettivi assegnati."

    def test_molto_su_poco_secondo_l_ente(self):
        foto = self.foto(quota(2, 1, 50), quota(1, 1, 50))
        assert len(messaggi(foto, "PE03")) == 1
        assert not messaggi(foto, "PE03", quota=Decimal(60))
        assert not messaggi(foto, "PE03", peso=Decimal(4))

    @pytest.mark.parametrize(
        ("uno", "altro", "vicini"),
        [
            (("FRANCESCHETTI", "MASSIMO"), ("FRANCISCHETTI", "MASSIMO"), True),
            (("Esempio", "Francesco"), ("Esempio", "Francesca"), False),
            (("Esempio", "Luca"), ("Esempio", "Mario"), False),
            (("Franceschetti", "Massimo"), ("Francischetti", "Luca"), False),
        ],
    )
    def test_nomi_quasi_uguali_in_un_importazione(self, uno, altro, vicini):
        persone = tuple(
            persona_di_prova(n, dipendente=DipendenteFoto(codice=str(n), cognome=nomi[0], nome=nomi[1], titolo=""))
            for n, nomi in enumerate((uno, altro))
        )
        assert bool(messaggi(foto_di_prova([], persone=persone), "PE05")) is vicini


class TestLegge:
    def foto(self, anno: int, **dati):
        foto = foto_di_prova([obiettivo_di_prova(1, anno=anno, **dati)], anno=anno)
        piano = msgspec.structs.replace(foto[PIANO], anno_inizio=anno, anno_fine=anno + 2, codice=f"{anno}-{anno + 2}")
        return foto.con({PIANO.codice: piano})

    @pytest.mark.parametrize(
        ("codice", "primo_anno", "testo"),
        [
            ("NO06", 2013, "Piano anticorruzione e trasparenza"),
            ("NO07", 2023, "Rispetto dei tempi medi di pagamento"),
            ("NO08", 2025, "Formazione del personale: 40 ore"),
        ],
    )
    def test_vale_dal_suo_anno_e_basta_un_obiettivo(self, codice, primo_anno, testo):
        assert not messaggi(self.foto(primo_anno - 1), codice)
        assert len(messaggi(self.foto(primo_anno), codice)) == 1
        assert not messaggi(self.foto(primo_anno, descrizione=testo), codice)

    def test_con_i_dirigenti_i_pagamenti_bastano_una_volta(self):
        foto = self.foto(2023)
        foto = foto.con({ENTE.codice: msgspec.structs.replace(foto[ENTE], ha_dirigenti=True)})
        (esito,) = esiti_di(CONTROLLI["NO07"], foto)
        assert esito.oggetto.tipo == "piano"

    @pytest.mark.parametrize(
        ("giorno", "quanti"), [(None, 0), ((2019, 6, 30), 0), ((2019, 7, 1), 1), ((2020, 1, 5), 1)]
    )
    def test_inserito_dopo_giugno(self, giorno, quanti):
        inserito = giorno and datetime.datetime(*giorno, 12, tzinfo=datetime.UTC)
        assert len(messaggi(self.foto(2019, inserito_il=inserito), "NO04")) == quanti

    def test_mai_un_nome_con_una_somma(self):
        persone = (persona_di_prova(1),)
        nomi = foto_di_prova(
            [obiettivo_di_prova(1, descrizione="Premio a Dipendente 1 Esempio: 500 €")], persone=persone
        )
        assert len(messaggi(nomi, "NO16")) == 1
        solo_nome = foto_di_prova(
            [obiettivo_di_prova(1, descrizione="Referente Esempio Dipendente 1")], persone=persone
        )
        assert not messaggi(solo_nome, "NO16")
        testo = SezioneNarrativaFoto(livello=2, titolo="Premi", testo="Esempio Dipendente 1: punteggio 90")
        assert "«Premi»" in messaggi(solo_nome.con({NARRATIVA.codice: (testo,)}), "NO16")[0]
