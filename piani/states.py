"""States of plans, sheets and versions, and the transitions between them: the only description of the workflow.

`docs/stati.md` and the table of the tests are made from these rows; `chi` is a key of `piani.permessi.PREDICATI`.
"""

from django.db import models

from semproniano.core.workflow import Nota, Percorso, Transizione


class StatoScheda(models.TextChoices):
    BOZZA = "bozza", "Bozza"
    PROPOSTA = "proposta", "Proposta"
    VALIDATA = "validata", "Validata"


class StatoPiano(models.TextChoices):
    IN_REDAZIONE = "in_redazione", "In redazione"
    IN_GIUNTA = "in_giunta", "In Giunta"
    APPROVATO = "approvato", "Approvato"
    IN_VARIAZIONE = "in_variazione", "In variazione"


# States in which a plan, and what hangs on it, can be written. A sheet can be written only in bozza.
STATI_APERTI = (StatoPiano.IN_REDAZIONE, StatoPiano.IN_VARIAZIONE)
# What a plan in one of these states must carry: the act that approved it.
STATI_CON_ATTO = (StatoPiano.APPROVATO, StatoPiano.IN_VARIAZIONE)


class StatoVersione(models.TextChoices):
    CANDIDATA = "candidata", "Candidata"
    APPROVATA = "approvata", "Approvata"
    PUBBLICATA = "pubblicata", "Pubblicata"
    SUPERATA = "superata", "Superata"
    RITIRATA = "ritirata", "Ritirata"
    ARCHIVIATA = "archiviata", "Archiviata"
    EMENDATA = "emendata", "Rinviata con emendamenti"


SCHEDA = Percorso(
    "Scheda",
    dict(StatoScheda.choices),
    (
        Transizione(
            "proponi", "Proponi", "proposta", (StatoScheda.BOZZA,), StatoScheda.PROPOSTA, "scrive", controlli=True
        ),
        Transizione("ritira", "Ritira", "ritirata", (StatoScheda.PROPOSTA,), StatoScheda.BOZZA, "scrive"),
        Transizione(
            "valida", "Valida", "validata", (StatoScheda.PROPOSTA,), StatoScheda.VALIDATA, "valida", controlli=True
        ),
        Transizione(
            "rinvia", "Rinvia con osservazioni", "rinviata", (StatoScheda.PROPOSTA,), StatoScheda.BOZZA, "valida"
        ),
        Transizione(
            "riapri", "Riapri", "riaperta", (StatoScheda.VALIDATA,), StatoScheda.BOZZA, "valida", Nota.OBBLIGATORIA
        ),
        # A variation says which sheets are to be written again.
        Transizione(
            "riapri_per_variazione", "Riapri per la variazione", "riaperta per la variazione",
            (StatoScheda.VALIDATA,), StatoScheda.BOZZA, "approva", Nota.OBBLIGATORIA, interna=True,
        ),
        Transizione(
            "richiudi", "Richiudi", "richiusa com'era: la variazione è annullata",
            (StatoScheda.BOZZA, StatoScheda.PROPOSTA), StatoScheda.VALIDATA, "approva", Nota.OBBLIGATORIA, interna=True,
        ),
        Transizione(
            "acquisisci", "Acquisisci", "acquisita con il piano approvato", tuple(StatoScheda), StatoScheda.VALIDATA,
            "acquisisce", Nota.OBBLIGATORIA, interna=True,
        ),
    ),
)  # fmt: skip

PIANO = Percorso(
    "Piano",
    dict(StatoPiano.choices),
    (
        Transizione(
            "trasmetti", "Trasmetti alla Giunta", "trasmesso alla Giunta", STATI_APERTI, StatoPiano.IN_GIUNTA,
            "approva", controlli=True,
        ),
        Transizione(
            "emendamenti", "Riporta in redazione per emendamenti", "riportato in redazione per emendamenti",
            (StatoPiano.IN_GIUNTA,), StatoPiano.IN_REDAZIONE, "approva", Nota.OBBLIGATORIA,
        ),
        Transizione(
            "emendamenti_variazione", "Riporta in variazione per emendamenti",
            "riportato in variazione per emendamenti",
            (StatoPiano.IN_GIUNTA,), StatoPiano.IN_VARIAZIONE, "approva", Nota.OBBLIGATORIA,
        ),
        Transizione(
            "approva", "Approva", "approvato", (StatoPiano.IN_GIUNTA,), StatoPiano.APPROVATO, "approva", controlli=True
        ),
        Transizione(
            "apri_variazione", "Apri una variazione", "aperto a una variazione",
            (StatoPiano.APPROVATO,), StatoPiano.IN_VARIAZIONE, "approva", Nota.OBBLIGATORIA,
        ),
        # Opened by mistake, or no longer wanted, and nothing has been written yet.
        Transizione(
            "annulla_variazione", "Annulla la variazione", "riportato com'era prima della variazione",
            (StatoPiano.IN_VARIAZIONE,), StatoPiano.APPROVATO, "approva", Nota.OBBLIGATORIA,
        ),
        Transizione(
            "acquisisci", "Acquisisci come approvato", "acquisito come già approvato",
            (StatoPiano.IN_REDAZIONE,), StatoPiano.APPROVATO, "acquisisce", Nota.OBBLIGATORIA,
        ),
    ),
)  # fmt: skip

VERSIONE = Percorso(
    "Versione",
    dict(StatoVersione.choices),
    (
        Transizione(
            "approva", "Approva", "approvata",
            (StatoVersione.CANDIDATA,), StatoVersione.APPROVATA, "approva", interna=True,
        ),
        Transizione(
            "acquisisci", "Acquisisci come approvata", "acquisita come già approvata",
            (StatoVersione.CANDIDATA,), StatoVersione.APPROVATA, "acquisisce", Nota.OBBLIGATORIA, interna=True,
        ),
        Transizione(
            "emenda", "Rinvia con emendamenti", "rinviata con emendamenti",
            (StatoVersione.CANDIDATA,), StatoVersione.EMENDATA, "approva", Nota.OBBLIGATORIA, interna=True,
        ),
        Transizione(
            "pubblica", "Pubblica", "pubblicata", (StatoVersione.APPROVATA,), StatoVersione.PUBBLICATA, "pubblica"
        ),
        # Approving the next version does it.
        Transizione(
            "supera", "Supera", "superata dalla versione successiva",
            (StatoVersione.APPROVATA, StatoVersione.PUBBLICATA), StatoVersione.SUPERATA, "approva", interna=True,
        ),
        Transizione(
            "ritira", "Ritira dal sito", "ritirata dal sito",
            (StatoVersione.PUBBLICATA, StatoVersione.SUPERATA), StatoVersione.RITIRATA, "pubblica", Nota.OBBLIGATORIA,
        ),
        Transizione(
            "archivia", "Archivia", "archiviata",
            (StatoVersione.PUBBLICATA, StatoVersione.SUPERATA, StatoVersione.RITIRATA), StatoVersione.ARCHIVIATA,
            "pubblica",
        ),
    ),
)  # fmt: skip

# A document made elsewhere has no drafts: it is loaded and published, and leaves the site as a version does.
DOCUMENTO = Percorso(
    "Documento caricato",
    {"pubblicato": "Pubblicato", "ritirato": "Ritirato", "archiviato": "Archiviato"},
    (
        Transizione("carica", "Carica e pubblica", "caricato e pubblicato", (), "pubblicato", "pubblica"),
        Transizione(
            "ritira", "Ritira dal sito", "ritirato dal sito", ("pubblicato",), "ritirato", "pubblica", Nota.OBBLIGATORIA
        ),
        Transizione("archivia", "Archivia", "archiviato", ("pubblicato", "ritirato"), "archiviato", "pubblica"),
    ),
)

# The PEG contabile is imported while the plan is open, which stays in its state.
PEG_IMPORTATO = Transizione(
    "importa_peg", "Importa il PEG", "aggiornato con il PEG contabile", STATI_APERTI, StatoPiano.IN_REDAZIONE, "importa"
)

# The two ways back from the Giunta: a plan that was never approved, and one that is being varied.
EMENDAMENTI = ("emendamenti", "emendamenti_variazione")
