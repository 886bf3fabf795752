"""Allegato 1 page by page: what it says, how it breaks, and that no text, however strange, can stop or enter it."""

import datetime
import re
from decimal import Decimal
from io import BytesIO

import msgspec
import pytest
from pypdf import PdfReader

from obiettivi.documenti.allegato1 import pdf_area, pdf_completo
from obiettivi.sezioni import OBIETTIVI, AssegnazioneFoto, FaseFoto, IndicatoreFoto, OperativoFoto, ValoreAttesoFoto
from piani.sezioni import ENTE, PIANO
from piani.sezioni.piano import AttoFoto
from semproniano.core.documenti.convalida import convalida_pdf
from tests.foto import foto_del_piano_vero, foto_di_prova, obiettivo_di_prova, persona_di_prova

ALLEGATO_NASCOSTO = '<link rel=attachment href="file:///etc/passwd">'
OSTILI = {
    "marcatori": f'<script>alert(1)</script>{ALLEGATO_NASCOSTO}<img src="http://127.0.0.1:9/x.png">',
    "foglio di stile": '<style>@import "file:///etc/passwd"; td{display:none}</style></td></table></body>',
    "modello": "{{ piano.titolo }} {% include 'base.html' %} {# niente #}",
    "parola di 500 lettere": "x" * 500,
    "faccine": "Più verde 🌳👩‍👩‍👧🇮🇹 entro l'anno ✓ ≥ 70",
    "da destra a sinistra": "ارفع الجودة \u202eoizitneC שלום",
    "segni di controllo": "a\x00b\x07c\x1bd\x7fe\ufffef",
    "combinati": "e" + "\u0301" * 200,
    "spazi": " \t\n\r\n \u00a0\u2028\u2029 ",
    "formula": '=HYPERLINK("http://127.0.0.1","x")',
    "immagine in Markdown": "![](http://127.0.0.1/)",
}


def apri(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def leggi(pdf: bytes) -> str:
    return "\n".join(pagina.extract_text() for pagina in apri(pdf).pages)


def parole(testo: str) -> str:
    return re.sub(r"\s+", "", testo)


def pdf_di(*obiettivi, **dati) -> bytes:
    return pdf_area(foto_di_prova(obiettivi, **dati).json())


def nomi_dei_file_dentro(pdf: bytes) -> list[str]:
    return list(apri(pdf).attachments)


class TestTestiOstili:
    @pytest.mark.parametrize("ostile", OSTILI.values(), ids=OSTILI.keys())
    def test_restano_testi_e_il_documento_e_valido(self, ostile):
        indicatore = IndicatoreFoto(descrizione=ostile, valore_atteso=ostile)
        pdf = pdf_di(
            obiettivo_di_prova(1, descrizione=f"{ostile} fine", indicatori=(indicatore,), scadenza_testo=ostile),
            titolo_pubblicato=ostile[:300],
            persone=(persona_di_prova(1, nome_pubblicato=ostile[:200], servizio=ostile[:100]),),
        )
        assert convalida_pdf(pdf) == []
        assert nomi_dei_file_dentro(pdf) == []
        assert "fine" in leggi(pdf)

    @pytest.mark.parametrize("nome", ["marcatori", "foglio di stile", "modello", "formula", "immagine in Markdown"])
    def test_si_leggono_come_sono_scritti(self, nome):
        letto = parole(leggi(pdf_di(obiettivo_di_prova(1, descrizione=OSTILI[nome]))))
        assert parole(OSTILI[nome]) in letto

    def test_una_cella_di_30000_caratteri_va_su_piu_pagine_e_non_perde_una_parola(self):
        lunga = " ".join(f"parola{numero}" for numero in range(3_000))
        assert len(lunga) > 30_000
        pdf = pdf_di(obiettivo_di_prova(1, descrizione=lunga), obiettivo_di_prova(2))
        assert convalida_pdf(pdf) == []
        pagine = [pagina.extract_text() for pagina in apri(pdf).pages]
        assert len(pagine) > 5
        # Heads and feet stand between one page and the next: words are counted, not their neighbours.
        trovate = set(re.findall(r"parola\d+", "\n".join(pagine)))
        assert trovate == set(lunga.split())
        assert all("Valori attesi" in pagina for pagina in pagine[1:])

    def test_una_parola_di_5000_lettere_si_spezza(self):
        pdf = pdf_di(obiettivo_di_prova(1, indicatori=(IndicatoreFoto(descrizione="y" * 5_000, valore_atteso=""),)))
        assert convalida_pdf(pdf) == []
        assert leggi(pdf).count("y") >= 5_000

    def test_duecento_obiettivi_in_una_scheda(self):
        obiettivi = [obiettivo_di_prova(numero, peso=Decimal("0.5")) for numero in range(1, 201)]
        quote = [
            AssegnazioneFoto(area="esempio", anno=2019, numero=n, dipendente="esempio-1", percentuale=Decimal("0.5"))
            for n in range(1, 201)
        ]
        pdf = pdf_di(*obiettivi, persone=(persona_di_prova(1),), assegnazioni=quote)
        assert convalida_pdf(pdf) == []
        letto = leggi(pdf)
        assert all(f"numero {numero}" in letto for numero in range(1, 201))
        assert "% Ob. 200" in letto
        assert "(segue)" in letto
        assert letto.count("100%") == 1

    def test_nessun_obiettivo(self):
        pdf = pdf_di()
        assert convalida_pdf(pdf) == []
        assert "Nessun obiettivo in questa scheda." in leggi(pdf)

    def test_nessuna_scheda(self):
        foto = foto_di_prova().con({"schede": ()})
        assert convalida_pdf(pdf_completo(foto.json())) == []


class TestScheda:
    def test_senza_intestazioni_stampate_ci_sono_quelle_usuali(self):
        letto = parole(leggi(pdf_di(obiettivo_di_prova(1))))
        assert "N°DescrizioneobiettiviPeso%IndicatoridimisurazioneValoriattesiDatafineattesa" in letto
        assert "Tipologia" not in letto
        assert "AreaEsempio–Anno2019" in letto

    def test_una_tipologia_porta_la_settima_colonna(self):
        letto = leggi(pdf_di(obiettivo_di_prova(1, tipologia_pubblicata="Operativo e trasversale")))
        assert "Tipologia" in letto
        assert parole("Operativo e trasversale") in parole(letto)

    def test_i_pesi_si_allineano_alla_virgola_e_il_totale_non_mente(self):
        pesi = (Decimal("33.33"), Decimal("33.33"), Decimal("30"))
        letto = leggi(pdf_di(*(obiettivo_di_prova(n, peso=peso) for n, peso in enumerate(pesi, start=1))))
        assert letto.count("33,33") == 2
        assert "30,00" in letto
        assert "96,66" in letto
        assert "I pesi della scheda non sommano a 100." in letto

    def test_un_piano_approvato_stampa_il_totale_votato_senza_giudicarlo(self):
        foto = foto_di_prova([obiettivo_di_prova(1, peso=Decimal(90))])
        approvato = msgspec.structs.replace(foto[PIANO], stato="approvato")
        letto = leggi(pdf_completo(foto.con({PIANO.codice: approvato}).json()))
        assert re.search(r"Totale dei pesi\s*90\b", letto)
        assert "non sommano" not in letto

    def test_cento_esatto_non_ha_note(self):
        letto = leggi(pdf_di(obiettivo_di_prova(1, peso=Decimal(100))))
        assert re.search(r"Totale dei pesi\s*100\b", letto)
        assert "non sommano" not in letto

    def test_coefficienti_e_condizione(self):
        letto = leggi(
            pdf_di(
                obiettivo_di_prova(1, peso=Decimal(1)),
                obiettivo_di_prova(2, peso=Decimal("1.4")),
                obiettivo_di_prova(3, peso=None, e_condizione=True),
                obiettivo_di_prova(4, peso=None),
                modo_peso="coefficiente",
            )
        )
        letto = parole(letto)
        assert "1,0(41,67%)" in letto
        assert "1,4(58,33%)" in letto
        assert "condizione" in letto
        assert "Sommadeicoefficienti" in letto

    def test_una_testata_per_ogni_obiettivo_operativo_e_nessuna_per_chi_non_lo_cita(self):
        operativi = [
            OperativoFoto(
                codice=codice,
                descrizione=f"Operativo {codice}",
                missione="01",
                missione_descrizione="Servizi istituzionali",
                programma=None,
                programma_descrizione="",
                strategico_codice=codice[0],
                strategico_descrizione=f"Strategico {codice[0]}",
                linea=None,
                linea_pubblicata=f"Linea di {codice}",
            )
            for codice in ("A.1", "B.1")
        ]
        pdf = pdf_di(
            obiettivo_di_prova(1, operativo="A.1"),
            obiettivo_di_prova(2, operativo="A.1"),
            obiettivo_di_prova(3, operativo="B.1"),
            obiettivo_di_prova(4),
            operativi=operativi,
        )
        letto = leggi(pdf)
        assert letto.count("Obiettivo strategico") == 2
        posti = [letto.index(t) for t in ("Linea di A.1", "numero 2", "Linea di B.1", "numero 3", "numero 4")]
        assert posti == sorted(posti)
        assert letto.count("Totale dei pesi") == 1
        assert letto.count("che non citano un obiettivo operativo") == 1

    def test_piu_indicatori_hanno_lo_stesso_numero_del_loro_valore(self):
        strutturato = IndicatoreFoto(
            descrizione="Reclami",
            valore_atteso="",
            unita="reclami",
            valori_attesi=(ValoreAttesoFoto(anno=2019, operatore="le", valore=Decimal("2.5"), data=None),),
        )
        letto = leggi(
            pdf_di(
                obiettivo_di_prova(
                    1, indicatori=(IndicatoreFoto(descrizione="Tempi", valore_atteso="30 giorni"), strutturato)
                )
            )
        )
        for atteso in ("1) Tempi", "1) 30 giorni", "2) Reclami", "2) 2019: ≤ 2,5 reclami"):
            assert parole(atteso) in parole(letto)

    def test_le_fasi_con_le_loro_date(self):
        fasi = tuple(
            msgspec.convert({"attivita": "Bando", "dal": dal, "al": al}, FaseFoto)
            for dal, al in (("2019-01-01", "2019-03-31"), (None, "2019-06-30"), (None, None))
        )
        letto = leggi(pdf_di(obiettivo_di_prova(1, fasi=fasi)))
        assert parole("Bando (dal 01/01/2019 al 31/03/2019)") in parole(letto)
        assert parole("Bando (al 30/06/2019)") in parole(letto)

    def test_il_personale_per_servizio_e_chi_non_ha_servizio(self):
        persone = (
            persona_di_prova(1, servizio="SERVIZIO VERDE", ore_settimanali=Decimal("9.5")),
            persona_di_prova(2, servizio="SERVIZIO VERDE", rapporto="esterno", qualifica="operaio", categoria="B"),
            persona_di_prova(3),
        )
        letto = leggi(pdf_di(obiettivo_di_prova(1), persone=persone))
        assert "personale interno coinvolto: istruttore Esempio Dipendente 1 cat. C per 9,5 ore" in letto
        assert "personale esterno coinvolto: operaio Esempio Dipendente 2 cat. B" in letto
        assert parole("Dipendenti coinvolti sugli obiettivi: Esempio Dipendente 3 istruttore C") in parole(letto)


class TestTestatine:
    def con_stato(self, stato, **ente):
        foto = foto_di_prova([obiettivo_di_prova(1)])
        atto = AttoFoto(organo="giunta", numero="1", data=datetime.date(2019, 7, 12), oggetto="")
        return foto.con(
            {
                PIANO.codice: msgspec.structs.replace(foto[PIANO], stato=stato, atto=atto),
                ENTE.codice: msgspec.structs.replace(foto[ENTE], **ente),
            }
        ).json()

    def test_bozza_finche_non_e_approvato(self):
        assert all("BOZZA" in pagina.extract_text() for pagina in apri(pdf_area(self.con_stato("in_redazione"))).pages)
        assert "BOZZA" not in leggi(pdf_area(self.con_stato("approvato")))
        assert "Approvato con" in leggi(pdf_completo(self.con_stato("approvato")))

    def test_esempio_su_ogni_pagina_anche_quando_e_approvato(self):
        pagine = apri(pdf_completo(self.con_stato("approvato", e_esempio=True))).pages
        assert all("ESEMPIO" in pagina.extract_text() for pagina in pagine)


@pytest.fixture(scope="module")
def pdf_vero():
    return pdf_completo(foto_del_piano_vero().json())


class TestPianoVero:
    def test_l_indice_porta_alle_pagine_giuste(self, pdf_vero):
        lettore = apri(pdf_vero)
        indice = lettore.pages[1].extract_text()
        segnalibri = [voce for voce in lettore.outline if not isinstance(voce, list)]
        assert segnalibri
        for anno, pagina in re.findall(r"Anno (\d{4}): \d+ obiettivi\s*(\d+)", indice):
            testo_pagina = lettore.pages[int(pagina) - 1].extract_text()
            assert f"Obiettivi {anno}," in testo_pagina
        # The entry and its page number are two areas of one link.
        mete = {str(nota.get_object().get("/Dest")) for nota in lettore.pages[1].annotations}
        assert len(mete) == 12

    def test_segnalibri_per_area_e_anno(self, pdf_vero):
        def piatti(voci):
            for voce in voci:
                yield from piatti(voce) if isinstance(voce, list) else [voce.title]

        titoli = list(piatti(apri(pdf_vero).outline))
        assert titoli[-4:] == ["AREA TECNICA", "Anno 2019", "Anno 2020", "Anno 2021"]

    def test_ogni_pagina_di_tabella_ripete_le_intestazioni(self, pdf_vero):
        for pagina in apri(pdf_vero).pages[3:]:
            letto = pagina.extract_text()
            if re.search(r"\d\d/\d\d/20(19|20|21)", letto):
                assert "Peso %" in letto
                assert "Descrizione" in letto

    def test_nessuna_riga_e_spezzata(self, pdf_vero):
        """Every description stands whole on one page."""
        pagine = [parole(pagina.extract_text()) for pagina in apri(pdf_vero).pages]
        for obiettivo in foto_del_piano_vero()[OBIETTIVI]:
            assert any(parole(obiettivo.descrizione) in pagina for pagina in pagine)
