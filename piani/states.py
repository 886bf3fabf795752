"""States of plans, sheets and versions. The transitions between them are rows of this module too."""

from django.db import models


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
