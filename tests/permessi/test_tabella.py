"""The permission table: every address × every role. What is expected is written here, never asked to the code.

A page that is not in the table fails `test_nessun_indirizzo_manca`; so does a line for a page that is no more.
"""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from obiettivi.services import anteprima
from piani.permessi import Ruolo
from tests import factories
from tests.misura import ANNO, foto_con, indicatore, obiettivo_di_prova, piano_in_forza, rilevata
from tests.permessi.pagine_valutazione import PAGINE_DELLA_VALUTAZIONE, argomenti_della_valutazione
from valutazioni.models import Evidenza, Relazione, Termine, VersioneRelazione
from valutazioni.selectors import scheda_in_forza

RUOLI = (
    "anonimo",
    "dipendente",
    "responsabile",
    "responsabile_area",  # of the area of the table's sheet
    "sindaco",
    "giunta",
    "nucleo",
    "segretario",
    "amministratore",
    "superuser",
    "segretario_altrove",  # Segretario of another body
)
ESTERNI = RUOLI[1:7]


def riga(esterni: int, segretario: int, amministratore: int, superuser: int, altrove: int, anonimo: int = 302) -> dict:
    """Expected status by role; `esterni` are the roles that do not work in the admin."""
    return {
        "anonimo": anonimo,
        **dict.fromkeys(ESTERNI, esterni),
        "segretario": segretario,
        "amministratore": amministratore,
        "superuser": superuser,
        "segretario_altrove": altrove,
    }


SCRITTO_DAL_SEGRETARIO = {
    "changelist": riga(403, 200, 200, 200, 200),
    "add": riga(403, 200, 200, 200, 200),
    "change": riga(403, 200, 200, 200, 404),
    "delete": riga(403, 200, 200, 200, 404),
    "history": riga(403, 200, 200, 200, 404),
}
SCRITTO_DALL_AMMINISTRATORE = {
    "changelist": riga(403, 200, 200, 200, 200),
    "add": riga(403, 403, 200, 200, 403),
    "change": riga(403, 200, 200, 200, 404),
    "delete": riga(403, 403, 200, 200, 404),
    "history": riga(403, 200, 200, 200, 404),
}
DELL_INSTALLAZIONE = {
    "changelist": riga(403, 200, 200, 200, 200),
    "add": riga(403, 403, 403, 200, 403),
    "change": riga(403, 200, 200, 200, 404),
    "delete": riga(403, 403, 403, 403, 404),  # the body of the table has a plan
    "history": riga(403, 200, 200, 200, 404),
}
# Besides the five pages, the results of the checks.
CON_CONTROLLI = {**SCRITTO_DAL_SEGRETARIO, "controlli": riga(403, 200, 200, 200, 404)}
# The transitions of the plan, which the table has in redazione: 409 for who could do it in another state. Whoever runs
# the installation has no role.
PIANO = {
    **CON_CONTROLLI,
    "trasmetti": riga(403, 200, 403, 403, 404),
    "emendamenti": riga(403, 409, 403, 403, 404),
    "approva": riga(403, 409, 403, 403, 404),
    "apri_variazione": riga(403, 409, 403, 403, 404),
    "annulla_variazione": riga(403, 409, 403, 403, 404),
    "acquisisci": riga(403, 403, 200, 403, 404),
}
UTENTI = {
    "changelist": riga(403, 403, 200, 200, 403),
    "add": riga(403, 403, 200, 200, 403),
    "change": riga(403, 404, 200, 200, 404),
    "delete": riga(403, 404, 403, 403, 404),  # an account with roles stays
    "history": riga(403, 404, 200, 200, 404),
}
SOLO_DEL_SISTEMA = {
    "changelist": riga(403, 200, 200, 200, 200),
    "add": riga(403, 403, 403, 403, 403),
    "change": riga(403, 200, 200, 200, 404),
    "delete": riga(403, 403, 403, 403, 404),
    "history": riga(403, 200, 200, 200, 404),
}
LISTA_DI_RIFERIMENTO = {
    "changelist": riga(403, 200, 200, 200, 200),
    "add": riga(403, 403, 403, 403, 403),
    "change": riga(403, 200, 200, 200, 200),
    "delete": riga(403, 403, 403, 403, 403),
    "history": riga(403, 200, 200, 200, 200),
}
MODELLI = {
    "piani_ente": DELL_INSTALLAZIONE,
    "piani_area": SCRITTO_DAL_SEGRETARIO,
    "piani_servizio": SCRITTO_DAL_SEGRETARIO,
    "piani_dipendente": SCRITTO_DAL_SEGRETARIO,
    "piani_atto": SCRITTO_DAL_SEGRETARIO,
    "piani_mandato": SCRITTO_DAL_SEGRETARIO,
    "piani_lineamandato": SCRITTO_DAL_SEGRETARIO,
    "piani_piano": PIANO,
    "piani_sezionenarrativa": SCRITTO_DAL_SEGRETARIO,
    "piani_capitolo": SCRITTO_DAL_SEGRETARIO,
    # The queue of the sheets that wait has no key; a sheet under examination has.
    "piani_schedaarea": {
        **CON_CONTROLLI,
        "coda": riga(403, 200, 200, 200, 200),
        "esame": riga(403, 200, 200, 200, 404),
    },
    "piani_personascheda": SCRITTO_DAL_SEGRETARIO,
    "obiettivi_obiettivostrategico": SCRITTO_DAL_SEGRETARIO,
    "obiettivi_obiettivooperativo": SCRITTO_DAL_SEGRETARIO,
    "obiettivi_obiettivogestionale": SCRITTO_DAL_SEGRETARIO,
    "obiettivi_indicatore": SCRITTO_DAL_SEGRETARIO,
    "obiettivi_modelloobiettivo": SCRITTO_DAL_SEGRETARIO,
    "piani_regolacontrollo": SCRITTO_DAL_SEGRETARIO,
    "piani_articolocorretto": SCRITTO_DAL_SEGRETARIO,
    "piani_utente": UTENTI,
    "piani_incarico": SCRITTO_DALL_AMMINISTRATORE,
    "valutazioni_termine": SCRITTO_DAL_SEGRETARIO,
    "piani_versione": SOLO_DEL_SISTEMA,
    "piani_documento": {**SOLO_DEL_SISTEMA, "add": riga(403, 200, 403, 403, 200)},
    "piani_missione": LISTA_DI_RIFERIMENTO,
    "piani_programma": LISTA_DI_RIFERIMENTO,
    "piani_tipologiaentrata": LISTA_DI_RIFERIMENTO,
    "piani_macroaggregatospesa": LISTA_DI_RIFERIMENTO,
    "piani_comune": LISTA_DI_RIFERIMENTO,
}
TUTTI = riga(200, 200, 200, 200, 200, anonimo=200)
NESSUNO = riga(404, 404, 404, 404, 404, anonimo=404)
CHI_E_ENTRATO = riga(200, 200, 200, 200, 200)
PAGINE = {
    # address name: (arguments, query, expected)
    "home": ((), "", CHI_E_ENTRATO),
    "login": ((), "", riga(302, 302, 302, 302, 302, anonimo=200)),
    "logout": ((), "", riga(405, 405, 405, 405, 405)),  # only by POST
    "miei-obiettivi": ((), "", CHI_E_ENTRATO),
    "rilevazioni": ((), "", CHI_E_ENTRATO),
    "relazioni": ((), "", CHI_E_ENTRATO),
    "password_change": ((), "", CHI_E_ENTRATO),
    "admin:index": ((), "", riga(403, 200, 200, 200, 200)),
    # The admin's own ways in and out lead to those of everybody.
    "admin:login": ((), "", riga(302, 302, 302, 302, 302)),
    "admin:logout": ((), "", riga(405, 405, 405, 405, 405)),
    "admin:password_change": ((), "", riga(302, 302, 302, 302, 302)),
    "admin:password_change_done": ((), "", riga(302, 302, 302, 302, 302)),
    "admin:jsi18n": ((), "", riga(403, 200, 200, 200, 200)),
    "admin:view_on_site": ((1, 1), "", riga(403, 404, 404, 404, 404)),
    "admin:app_list": (("piani",), "", riga(403, 200, 200, 200, 200)),
    "admin:autocomplete": (
        (),
        "?app_label=piani&model_name=servizio&field_name=area",
        riga(403, 200, 200, 200, 200),
    ),
    "password_reset": ((), "", TUTTI),
    "password_reset_done": ((), "", TUTTI),
    "password_reset_confirm": (("MQ", "gettone-inventato"), "", TUTTI),
}


def della_scheda(propria: int, lettori: int = 404, anonimo: int = 302) -> dict:
    """Expected status of a page of the area's sheet: for who writes it, for who reads it; the others have none."""
    return {
        **riga(404, lettori, lettori, lettori, 404, anonimo=anonimo),
        **dict.fromkeys(("sindaco", "giunta", "nucleo"), lettori),
        "responsabile_area": propria,
    }


# Pages of the sheet, whose key is the only argument.
PAGINE_DELLA_SCHEDA = {
    "scheda": della_scheda(200, 200),
    "scheda-controlli": della_scheda(200, 200),
    "scheda-copia": della_scheda(200, 403),
    "scheda-libreria": della_scheda(200, 403),
    "scheda-matrice": della_scheda(200, 403),
    "scheda-risorse": della_scheda(200, 403),
    "scheda-incolla": della_scheda(200, 403),
    "scheda-incolla-anteprima": della_scheda(302, 403),  # nothing pasted yet: back to where it is pasted
    # Of the body's sheet alone: see below.
    "scheda-trasversali": della_scheda(404, 403),
    "scheda-modifiche": della_scheda(200, 200),
    "scheda-anteprima": della_scheda(200, 200),
    "scheda-proponi": della_scheda(200, 403),
    # The table's sheet is in bozza: 409 for who could do it in another state.
    "scheda-ritira": della_scheda(409, 403),
    "scheda-valida": {**della_scheda(403, 403), "segretario": 409},
    "scheda-rinvia": {**della_scheda(403, 403), "segretario": 409},
    "scheda-riapri": {**della_scheda(403, 403), "segretario": 409},
    # Only by POST, and then for who writes the sheet (tests/obiettivi).
    "scheda-bozza": riga(405, 405, 405, 405, 405),
    "scheda-scarta": riga(405, 405, 405, 405, 405),
    "scheda-unisci": riga(405, 405, 405, 405, 405),
}
# Pages of the plan, for who reads all of its sheets.
PEG_IMPORTA = {
    **riga(404, 200, 200, 403, 404),
    **dict.fromkeys(("sindaco", "giunta", "nucleo"), 403),
}
PAGINE_DEL_PIANO = {
    "mappa": {**della_scheda(404, 200), "responsabile_area": 404},
    "piano": {**della_scheda(404, 200), "responsabile_area": 404},
    "piano-registro": {**della_scheda(404, 200), "responsabile_area": 404},
    "piano-versioni": {**della_scheda(404, 200), "responsabile_area": 404},
    # The responsabile of the servizio finanziario imports too (tests/piani/test_peg_importa_pagine.py).
    "peg-importa": PEG_IMPORTA,
    # Nothing uploaded yet: back to where it is uploaded.
    "peg-importa-anteprima": {**PEG_IMPORTA, "segretario": 302, "amministratore": 302},
    "peg-importa-scelte": riga(405, 405, 405, 405, 405),  # only by POST
    # Nothing imported yet.
    "peg-importa-esito": {**PEG_IMPORTA, "segretario": 404, "amministratore": 404},
    # The table's plan was never sent to the Giunta: nothing to compare (tests/piani/test_differenza.py).
    "piano-differenza": della_scheda(404, 404),
    "piano-differenza-pdf": della_scheda(404, 404),
}
# Pages of the PEG of the body, for its responsabili too: they share its resources. What is asked for after the plan.
CHI_LEGGE_IL_PEG = {**della_scheda(200, 200), "responsabile": 200}
PAGINE_DEL_PEG = {
    "peg": ((), CHI_LEGGE_IL_PEG),
    "peg-capitoli": ((), CHI_LEGGE_IL_PEG),
    "peg-ramo": (("01",), CHI_LEGGE_IL_PEG),
    "peg-foglia": (("01", "0111"), CHI_LEGGE_IL_PEG),
    "peg-area": (("-",), CHI_LEGGE_IL_PEG),
}
# Pages of a version, which is not approved: no documents yet.
PAGINE_DELLA_VERSIONE = {
    "versione-documenti": {**della_scheda(404, 200), "responsabile_area": 404},
    # The table's version holds no plan: 503 for who could have it (tests/piani/test_pacchetto.py).
    "versione-pacchetto": {**della_scheda(404, 503), "responsabile_area": 404},
    "versione-documenti-prepara": riga(405, 405, 405, 405, 405),  # only by POST (tests/piani)
    # The version is a candidate: 409 for the Segretario.
    **{
        f"versione-{codice}": {**della_scheda(404, 403), "responsabile_area": 404, "segretario": 409}
        for codice in ("pubblica", "ritira", "archivia")
    },
}
# Pages of a document that was uploaded, which is not published.
PAGINE_DEL_DOCUMENTO = {f"documento-{codice}": riga(404, 409, 403, 403, 404) for codice in ("ritira", "archivia")}
# The public site, the same for everybody: nothing is published here, so what is of one thing is not there.
DI_TUTTI = ("mappa-del-sito", "robots")  # of the whole installation, not of one body
PAGINE_PUBBLICHE = {
    "trasparenza": ({}, TUTTI),
    "trasparenza-feed": ({}, TUTTI),
    "trasparenza-mappa": ({}, TUTTI),
    "mappa-del-sito": ({}, TUTTI),
    "robots": ({}, TUTTI),
    "piano-pubblico": ({"codice": "2024-2026"}, NESSUNO),
    "versione-pubblica-letta": ({"codice": "2024-2026", "numero": 1}, NESSUNO),
    "peg-pubblico": ({"codice": "2024-2026", "numero": 1}, NESSUNO),
    "peg-pubblico-ramo": ({"codice": "2024-2026", "numero": 1, "parte": "spesa", "sopra": "01"}, NESSUNO),
    "peg-pubblico-foglia": (
        {"codice": "2024-2026", "numero": 1, "parte": "spesa", "sopra": "01", "sotto": "0101"},
        NESSUNO,
    ),
    "relazione-pubblica": ({"anno": 2024}, NESSUNO),
    "premi-pubblici": ({"anno": 2024}, NESSUNO),
    "obiettivo-pubblico": ({"uid": "00000000-0000-0000-0000-000000000000"}, NESSUNO),
    "documento-pubblico": ({"pk": 1, "nome": "prova.pdf"}, NESSUNO),
}
# Pages of the monitoring of an area's sheet that is in force (tests/valutazioni/test_rilevazioni_pagine.py).
PAGINE_DELLA_MISURA = {
    "rilevazione-scheda": della_scheda(200, 403),
    "rilevazione-andamento": della_scheda(200, 200),
    "risultati-scheda": della_scheda(200, 200),
    "rilevazioni-quadro": {**della_scheda(404, 200), "responsabile_area": 404},
    "rilevazione-annulla": della_scheda(200, 403),
    "rilevazione-allega": della_scheda(200, 403),
    "evidenza": della_scheda(200, 200),
}
# Pages of the Relazione, which is in redazione (tests/valutazioni/test_relazione_pagine.py). Read by who reads the
# results; written by the Segretario, validated by the Nucleo: 409 for who could do it in another state.
LETTA = {**della_scheda(404, 200), "responsabile_area": 404}
NON_SUA = {**della_scheda(404, 403), "responsabile_area": 404}
SOLO_POST = riga(405, 405, 405, 405, 405)
PAGINE_DELLA_RELAZIONE = {
    "relazione": LETTA,
    "relazione-leggi": LETTA,
    "relazione-documento": LETTA,
    "relazione-scrivi": {**NON_SUA, "segretario": 200},
    "relazione-trasmetti": {**NON_SUA, "segretario": 200},
    **{f"relazione-{c}": {**NON_SUA, "segretario": 409} for c in ("emendamenti", "approva", "pubblica", "correggi")},
    **{f"relazione-{codice}": {**NON_SUA, "nucleo": 409} for codice in ("valida", "non_valida")},
    "relazione-documenti-prepara": SOLO_POST,
    "relazione-nuova": SOLO_POST,
    # Premi are for fewer eyes: not for the amministratore, nor for who runs the installation.
    "dati-premi": {**riga(404, 200, 404, 404, 404), "nucleo": 200},
    "dati-premi-prepara": SOLO_POST,
    "dati-premi-pubblica": SOLO_POST,
}
# Without a name: the address of a change page of Django 1.8, and what matches nothing inside the admin.
SENZA_NOME = {"<path:object_id>/", "(?P<url>.*)$"}


@pytest.fixture
def righe(ente) -> dict[str, object]:
    """A row of every model of the admin, all of the same body, all in draft; by name of the model."""
    piano = factories.PianoFactory(ente=ente)
    scheda = factories.SchedaFactory(piano=piano)
    obiettivo = factories.ObiettivoFactory(scheda=scheda)
    linea = factories.LineaMandatoFactory(mandato=factories.MandatoFactory(ente=ente))
    incarico = factories.IncaricoFactory(ente=ente, ruolo=Ruolo.DIPENDENTE)
    libera = factories.AreaFactory(ente=ente)
    programma = factories.ProgrammaFactory()
    operativo = factories.OperativoFactory(strategico=factories.StrategicoFactory(ente=ente))
    # A plan that holds nothing but drafts, and no frozen version, can go.
    pubblicato = factories.PianoFactory(ente=ente, anno_inizio=2030)
    return {
        "piani_ente": ente,
        "piani_area": libera,
        "piani_servizio": factories.ServizioFactory(area=libera),
        "piani_dipendente": factories.DipendenteFactory(ente=ente),
        "piani_atto": factories.AttoFactory(ente=ente),
        "piani_mandato": linea.mandato,
        "piani_lineamandato": linea,
        "piani_piano": piano,
        "piani_sezionenarrativa": factories.SezioneNarrativaFactory(piano=piano),
        "piani_capitolo": factories.CapitoloFactory(piano=piano),
        "piani_schedaarea": scheda,
        "piani_personascheda": factories.PersonaSchedaFactory(scheda=scheda),
        "obiettivi_obiettivostrategico": operativo.strategico,
        "obiettivi_obiettivooperativo": operativo,
        "obiettivi_obiettivogestionale": obiettivo,
        "obiettivi_indicatore": factories.IndicatoreFactory(obiettivo=obiettivo),
        "obiettivi_modelloobiettivo": factories.ModelloObiettivoFactory(ente=ente),
        "piani_regolacontrollo": factories.RegolaControlloFactory(ente=ente),
        "piani_articolocorretto": factories.ArticoloCorrettoFactory(ente=ente),
        "piani_utente": incarico.utente,
        "piani_incarico": incarico,
        "valutazioni_termine": Termine.objects.create(ente=ente, giorno=31, mese=7),
        "piani_versione": factories.VersioneFactory(piano=pubblicato),
        "piani_documento": factories.DocumentoFactory(ente=ente),
        "piani_missione": programma.missione,
        "piani_programma": programma,
        "piani_tipologiaentrata": factories.TipologiaEntrataFactory(),
        "piani_macroaggregatospesa": factories.MacroaggregatoSpesaFactory(),
        "piani_comune": factories.ComuneFactory(),
    }


@pytest.fixture
def clienti(ente, altro_ente, righe, utente_con_ruolo, superuser, accedi) -> dict[str, Client]:
    interni = {ruolo: utente_con_ruolo(ente, ruolo) for ruolo in Ruolo.values}
    interni["responsabile_area"] = utente_con_ruolo(ente, "responsabile", area=righe["piani_schedaarea"].area)
    altrove = utente_con_ruolo(altro_ente, "segretario")
    utenti = {**interni, "superuser": superuser, "segretario_altrove": altrove}
    return {"anonimo": Client(), **{ruolo: accedi(utente) for ruolo, utente in utenti.items()}}


def indirizzo(modello: str, pagina: str, righe: dict) -> str:
    chiave = () if pagina in ("changelist", "add", "coda") else (righe[modello].pk,)
    return reverse(f"admin:{modello}_{pagina}", args=chiave)


def confronta(clienti: dict[str, Client], attesi: list[tuple[str, dict]]) -> None:
    """GET everything as everybody: the status is the one of the table, and nothing is written."""
    diversi, scritture = [], []
    for pagina, stati in attesi:
        for ruolo, atteso in stati.items():
            with CaptureQueriesContext(connection) as domande:
                risposta = clienti[ruolo].get(pagina)
            if risposta.streaming:
                risposta.getvalue()  # the file is closed once it has been sent
            stato = risposta.status_code
            if stato != atteso:
                diversi.append(f"{pagina} {ruolo}: {stato}, atteso {atteso}")
            scritture += [
                f"{pagina} {ruolo}: {domanda['sql'][:120]}"
                for domanda in domande.captured_queries
                if domanda["sql"].lstrip().startswith(("INSERT", "UPDATE", "DELETE", "REPLACE"))
                and "django_session" not in domanda["sql"]
            ]
    assert not diversi, "\n".join(diversi)
    assert not scritture, "\n".join(scritture)


@pytest.mark.parametrize("modello", MODELLI)
def test_le_pagine_di_un_modello(clienti, righe, modello):
    confronta(clienti, [(indirizzo(modello, pagina, righe), stati) for pagina, stati in MODELLI[modello].items()])


def test_le_altre_pagine(clienti, righe):
    confronta(
        clienti, [(reverse(nome, args=argomenti) + coda, stati) for nome, (argomenti, coda, stati) in PAGINE.items()]
    )


def test_le_pagine_della_scheda(clienti, righe, monkeypatch):
    # Who may is asked before the PDF is made: no need to make ten of them.
    monkeypatch.setattr(anteprima, "esegui_in_parallelo", lambda lavori, _: {lavori[0].nome: b"%PDF"})
    chiave = righe["piani_schedaarea"].pk
    confronta(clienti, [(reverse(nome, args=[chiave]), stati) for nome, stati in PAGINE_DELLA_SCHEDA.items()])


def test_i_trasversali_si_assegnano_dalla_scheda_di_ente(clienti, righe):
    di_ente = factories.SchedaFactory(piano=righe["piani_piano"], tipo="ente", area=None)
    stati = {**riga(403, 200, 403, 403, 404), "dipendente": 404}

    confronta(clienti, [(reverse("scheda-trasversali", args=[di_ente.pk]), stati)])


def test_le_pagine_del_piano(clienti, righe):
    chiave = righe["piani_piano"].pk
    confronta(clienti, [(reverse(nome, args=[chiave]), stati) for nome, stati in PAGINE_DEL_PIANO.items()])


def test_le_pagine_del_peg(clienti, righe):
    chiave = righe["piani_piano"].pk
    confronta(
        clienti, [(reverse(nome, args=[chiave, *resto]), stati) for nome, (resto, stati) in PAGINE_DEL_PEG.items()]
    )


def test_le_pagine_della_versione(clienti, righe):
    chiave = righe["piani_versione"].pk
    confronta(clienti, [(reverse(nome, args=[chiave]), stati) for nome, stati in PAGINE_DELLA_VERSIONE.items()])


def test_le_pagine_di_un_documento_caricato(clienti, righe):
    chiave = righe["piani_documento"].pk
    confronta(clienti, [(reverse(nome, args=[chiave]), stati) for nome, stati in PAGINE_DEL_DOCUMENTO.items()])


def test_le_pagine_pubbliche(clienti, righe):
    slug = righe["piani_ente"].slug
    confronta(
        clienti,
        [
            (
                reverse(
                    nome, kwargs=argomenti if nome in ("mappa-del-sito", "robots") else {"ente": slug, **argomenti}
                ),
                stati,
            )
            for nome, (argomenti, stati) in PAGINE_PUBBLICHE.items()
        ],
    )


def test_i_file_di_una_versione_sono_di_chi_legge_il_piano(clienti, righe):
    versione = righe["piani_versione"]
    file = SimpleUploadedFile("piano.pdf", b"%PDF-1.7 prova")
    riga = factories.DocumentoFactory(ente=versione.piano.ente, versione=versione, insieme="interno", file=file)
    attesi = {**della_scheda(404, 200), "responsabile_area": 404}
    confronta(clienti, [(reverse("versione-documento", args=[versione.pk, riga.pk, riga.nome]), attesi)])


def test_le_pagine_della_misura(clienti, righe):
    area = righe["piani_schedaarea"].area
    obiettivo = obiettivo_di_prova(1, area=area.slug, indicatori=(indicatore(),))
    piano_in_forza(area.ente, foto_con([obiettivo], (area.slug,)))
    scheda = scheda_in_forza(area.ente, ANNO, area.slug)
    riga = rilevata(scheda, obiettivo)
    file = SimpleUploadedFile("prova.txt", b"prova")
    prova = Evidenza.objects.create(
        rilevazione=riga, nome="prova.txt", file=file, tipo="text/plain", dimensione=5, sha256="0" * 64
    )
    ente, della = (area.ente.slug, ANNO), (area.ente.slug, ANNO, area.slug)
    argomenti = {
        "rilevazioni-quadro": ente,
        "rilevazione-andamento": (*della, obiettivo.uid, 1),
        "rilevazione-annulla": (riga.pk,),
        "rilevazione-allega": (riga.pk,),
        "evidenza": (prova.pk, prova.nome),
    }
    confronta(
        clienti,
        [(reverse(nome, args=argomenti.get(nome, della)), stati) for nome, stati in PAGINE_DELLA_MISURA.items()],
    )


def test_le_pagine_della_relazione(clienti, righe):
    area = righe["piani_schedaarea"].area
    piano_in_forza(area.ente, foto_con([obiettivo_di_prova(1, area=area.slug)], (area.slug,)))
    relazione = Relazione.objects.create(ente=area.ente, anno=ANNO, titolo="Relazione")
    file = SimpleUploadedFile("relazione.pdf", b"%PDF-1.7 prova")
    riga = factories.DocumentoFactory(ente=area.ente, file=file)
    versione = VersioneRelazione.objects.create(relazione=relazione, contenuto="{}", sha256="0" * 64)
    versione.documenti.add(riga)
    dell_anno = (area.ente.slug, ANNO)
    argomenti = {
        "relazione-documento": (relazione.pk, riga.pk, riga.nome),
        **dict.fromkeys(("relazione-nuova", "dati-premi", "dati-premi-prepara", "dati-premi-pubblica"), dell_anno),
    }
    confronta(
        clienti,
        [
            (reverse(nome, args=argomenti.get(nome, (relazione.pk,))), stati)
            for nome, stati in PAGINE_DELLA_RELAZIONE.items()
        ],
    )


def test_le_pagine_della_valutazione(clienti, righe):
    argomenti = argomenti_della_valutazione(righe["piani_schedaarea"].area)
    confronta(clienti, [(reverse(n, args=argomenti.get(n, ())), s) for n, s in PAGINE_DELLA_VALUTAZIONE.items()])


def nomi(radice: URLResolver, spazio: str = "") -> Iterator[str]:
    for voce in radice.url_patterns:
        if isinstance(voce, URLResolver):
            interno = f"{spazio}{voce.namespace}:" if voce.namespace else spazio
            yield from nomi(voce, interno)
        elif isinstance(voce, URLPattern):
            yield f"{spazio}{voce.name}" if voce.name else str(voce.pattern)


def test_nessun_indirizzo_manca_dalla_tabella_e_nessuno_e_di_troppo():
    in_tabella = {
        *PAGINE,
        *PAGINE_DELLA_SCHEDA,
        *PAGINE_DEL_PIANO,
        *PAGINE_DEL_PEG,
        *PAGINE_DELLA_VERSIONE,
        *PAGINE_DEL_DOCUMENTO,
        *PAGINE_DELLA_MISURA,
        *PAGINE_DELLA_RELAZIONE,
        *PAGINE_DELLA_VALUTAZIONE,
        *SENZA_NOME,
    }
    in_tabella |= {"versione-documento", *PAGINE_PUBBLICHE}
    in_tabella |= {f"admin:{modello}_{pagina}" for modello, attesi in MODELLI.items() for pagina in attesi}

    assert set(nomi(get_resolver())) == in_tabella


@pytest.mark.parametrize("modello", MODELLI)
def test_ogni_riga_della_tabella_dice_tutti_i_ruoli(modello):
    assert all(set(stati) == set(RUOLI) for stati in MODELLI[modello].values())
    assert set(MODELLI[modello]) >= {"changelist", "add", "change", "delete", "history"}
