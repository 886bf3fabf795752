"""States of what is measured and assessed, and the transitions between them: the only description of the workflow.

`docs/stati.md` is drawn from these rows too; `chi` is a key of `valutazioni.permessi.PREDICATI`.
"""

from django.db import models

from semproniano.core.workflow import Nota, Percorso, Transizione


class StatoRilevazione(models.TextChoices):
    VALIDA = "valida", "Valida"
    ANNULLATA = "annullata", "Annullata"


class StatoRisultato(models.TextChoices):
    BOZZA = "bozza", "Da proporre"
    PROPOSTO = "proposto", "Proposto"
    CONFERMATO = "confermato", "Confermato"


class StatoSmvp(models.TextChoices):
    BOZZA = "bozza", "Bozza"
    IN_PARERE = "in_parere", "In attesa del parere"
    CON_PARERE = "con_parere", "Con parere favorevole"
    ADOTTATO = "adottato", "Adottato"
    SUPERATO = "superato", "Superato"


class StatoCarta(models.TextChoices):
    BOZZA = "bozza", "Bozza"
    PROPOSTA = "proposta", "Proposta"
    COMUNICATA = "comunicata", "Comunicata"
    PRESA_VISIONE = "presa_visione", "Presa visione"
    CONTRADDITTORIO = "contraddittorio", "In contraddittorio"
    DEFINITIVA = "definitiva", "Definitiva"


class StatoFondo(models.TextChoices):
    APERTO = "aperto", "Da distribuire"
    DISTRIBUITO = "distribuito", "Distribuito"


class StatoRelazione(models.TextChoices):
    IN_REDAZIONE = "in_redazione", "In redazione"
    IN_GIUNTA = "in_giunta", "In Giunta"
    APPROVATA = "approvata", "Approvata"
    VALIDATA = "validata", "Validata"
    PUBBLICATA = "pubblicata", "Pubblicata"


# A value has no drafts: it is entered, and annulled when it was a mistake. It never changes.
RILEVAZIONE = Percorso(
    "Rilevazione",
    dict(StatoRilevazione.choices),
    (
        Transizione("registra", "Registra", "registrata", (), StatoRilevazione.VALIDA, "propone"),
        Transizione(
            "annulla", "Annulla", "annullata", (StatoRilevazione.VALIDA,), StatoRilevazione.ANNULLATA, "propone",
            Nota.OBBLIGATORIA,
        ),
    ),
)  # fmt: skip

RISULTATO = Percorso(
    "Risultato",
    dict(StatoRisultato.choices),
    (
        Transizione(
            "proponi", "Proponi il risultato", "proposto", (StatoRisultato.BOZZA,), StatoRisultato.PROPOSTO, "propone"
        ),
        Transizione("ritira", "Ritira", "ritirato", (StatoRisultato.PROPOSTO,), StatoRisultato.BOZZA, "propone"),
        # With another degree than the one proposed, the note is the reason.
        Transizione(
            "conferma", "Conferma", "confermato", (StatoRisultato.PROPOSTO,), StatoRisultato.CONFERMATO, "conferma"
        ),
        Transizione(
            "rinvia", "Rinvia", "rinviato", (StatoRisultato.PROPOSTO, StatoRisultato.CONFERMATO), StatoRisultato.BOZZA,
            "conferma", Nota.OBBLIGATORIA,
        ),
    ),
)  # fmt: skip

SMVP = Percorso(
    "SMVP",
    dict(StatoSmvp.choices),
    (
        # Art. 7 c. 1 d.lgs 150/2009: the opinion of the Nucleo comes first, and binds.
        Transizione(
            "chiedi_parere", "Chiedi il parere del Nucleo", "inviato al Nucleo per il parere",
            (StatoSmvp.BOZZA,), StatoSmvp.IN_PARERE, "prepara", controlli=True,
        ),
        Transizione(
            "parere_favorevole", "Parere favorevole", "approvato dal Nucleo",
            (StatoSmvp.IN_PARERE,), StatoSmvp.CON_PARERE, "conferma",
        ),
        Transizione(
            "parere_negativo", "Parere negativo", "rinviato dal Nucleo",
            (StatoSmvp.IN_PARERE,), StatoSmvp.BOZZA, "conferma", Nota.OBBLIGATORIA,
        ),
        Transizione(
            "adotta", "Adotta", "adottato", (StatoSmvp.CON_PARERE,), StatoSmvp.ADOTTATO, "prepara", controlli=True
        ),
        Transizione(
            "correggi", "Riporta in bozza", "riportato in bozza",
            (StatoSmvp.IN_PARERE, StatoSmvp.CON_PARERE), StatoSmvp.BOZZA, "prepara", Nota.OBBLIGATORIA,
        ),
        # Adopting the next one does it.
        Transizione(
            "supera", "Supera", "superato dal successivo", (StatoSmvp.ADOTTATO,), StatoSmvp.SUPERATO, "prepara",
            interna=True,
        ),
    ),
)  # fmt: skip

CARTA = Percorso(
    "Scheda di valutazione",
    dict(StatoCarta.choices),
    (
        Transizione(
            "proponi", "Proponi", "proposta", (StatoCarta.BOZZA,), StatoCarta.PROPOSTA, "valuta", controlli=True
        ),
        Transizione("ritira", "Riporta in bozza", "riportata in bozza", (StatoCarta.PROPOSTA,), StatoCarta.BOZZA,
            "valuta"),
        Transizione(
            "comunica", "Comunica alla persona", "comunicata", (StatoCarta.PROPOSTA,), StatoCarta.COMUNICATA, "valuta"
        ),
        # The note holds the observations.
        Transizione(
            "prendi_visione", "Prendo visione", "vista dalla persona",
            (StatoCarta.COMUNICATA,), StatoCarta.PRESA_VISIONE, "e_valutata",
        ),
        # Art. 7 c. 2-bis d.lgs 150/2009: the procedure of conciliation.
        Transizione(
            "contesta", "Chiedo il contraddittorio", "contestata dalla persona",
            (StatoCarta.COMUNICATA, StatoCarta.PRESA_VISIONE), StatoCarta.CONTRADDITTORIO, "e_valutata",
            Nota.OBBLIGATORIA,
        ),
        Transizione(
            "rivedi", "Rivedi la valutazione", "da rivedere dopo il contraddittorio",
            (StatoCarta.CONTRADDITTORIO,), StatoCarta.BOZZA, "valuta", Nota.OBBLIGATORIA,
        ),
        Transizione(
            "concludi", "Rendi definitiva", "definitiva", (StatoCarta.PRESA_VISIONE,), StatoCarta.DEFINITIVA, "valuta"
        ),
        # The person has not looked at it, or the observations are not accepted: it must be said why.
        Transizione(
            "concludi_con_nota", "Rendi definitiva, con motivazione", "definitiva",
            (StatoCarta.COMUNICATA, StatoCarta.CONTRADDITTORIO), StatoCarta.DEFINITIVA, "valuta", Nota.OBBLIGATORIA,
        ),
        Transizione(
            "riapri", "Riapri", "riaperta", (StatoCarta.DEFINITIVA,), StatoCarta.BOZZA, "riapre", Nota.OBBLIGATORIA
        ),
    ),
)  # fmt: skip

FONDO = Percorso(
    "Fondo dei premi",
    dict(StatoFondo.choices),
    (
        Transizione(
            "distribuisci", "Distribuisci", "distribuito", (StatoFondo.APERTO,), StatoFondo.DISTRIBUITO, "prepara",
            controlli=True,
        ),
        # What was distributed stays on record; the next distribution takes its place.
        Transizione(
            "riapri", "Riapri", "riaperto", (StatoFondo.DISTRIBUITO,), StatoFondo.APERTO, "prepara", Nota.OBBLIGATORIA
        ),
    ),
)  # fmt: skip

RELAZIONE = Percorso(
    "Relazione sulla performance",
    dict(StatoRelazione.choices),
    (
        Transizione(
            "trasmetti", "Trasmetti alla Giunta", "trasmessa alla Giunta",
            (StatoRelazione.IN_REDAZIONE,), StatoRelazione.IN_GIUNTA, "prepara", controlli=True,
        ),
        Transizione(
            "emendamenti", "Riporta in redazione", "riportata in redazione",
            (StatoRelazione.IN_GIUNTA,), StatoRelazione.IN_REDAZIONE, "prepara", Nota.OBBLIGATORIA,
        ),
        Transizione(
            "approva", "Approva", "approvata", (StatoRelazione.IN_GIUNTA,), StatoRelazione.APPROVATA, "prepara"
        ),
        # Art. 14 c. 4 lett. c d.lgs 150/2009: the Nucleo validates what the Giunta has approved.
        Transizione(
            "valida", "Valida", "validata", (StatoRelazione.APPROVATA,), StatoRelazione.VALIDATA, "conferma"
        ),
        Transizione(
            "non_valida", "Non valida", "non validata", (StatoRelazione.APPROVATA,), StatoRelazione.IN_REDAZIONE,
            "conferma", Nota.OBBLIGATORIA,
        ),
        Transizione(
            "pubblica", "Pubblica", "pubblicata", (StatoRelazione.VALIDATA,), StatoRelazione.PUBBLICATA, "prepara"
        ),
        # A correction is a new version, voted and validated again.
        Transizione(
            "correggi", "Riapri per correggere", "riaperta per correggerla",
            (StatoRelazione.VALIDATA, StatoRelazione.PUBBLICATA), StatoRelazione.IN_REDAZIONE, "prepara",
            Nota.OBBLIGATORIA,
        ),
    ),
)  # fmt: skip

# The data on the premi are made again as a whole: each making is a row of its own.
DATI_PREMI = Percorso(
    "Dati relativi ai premi",
    {"preparati": "Preparati", "pubblicati": "Pubblicati"},
    (Transizione("pubblica", "Pubblica", "pubblicati", ("preparati",), "pubblicati", "prepara"),),
)
