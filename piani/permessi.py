"""Roles and what each may do. Rights come from an Incarico in force, never from a flag on the user."""

from django.db import models


class Ruolo(models.TextChoices):
    AMMINISTRATORE = "amministratore", "Amministratore"
    SEGRETARIO = "segretario", "Segretario comunale"
    RESPONSABILE = "responsabile", "Responsabile di area"
    SINDACO = "sindaco", "Sindaco"
    GIUNTA = "giunta", "Componente della Giunta"
    NUCLEO = "nucleo", "Nucleo di valutazione / OIV"
    DIPENDENTE = "dipendente", "Dipendente"


# Roles that work in the admin. The others have pages of their own.
RUOLI_ADMIN = (Ruolo.AMMINISTRATORE, Ruolo.SEGRETARIO)
# Who sets up the body: people, areas, roles. The Segretario writes the plan but gives no rights to anybody.
RUOLI_ORGANIZZAZIONE = (Ruolo.AMMINISTRATORE,)
