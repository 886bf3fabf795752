"""Rows for tests. The default is a whole, valid tree: `ObiettivoFactory()` makes its sheet, plan and body too.

Names say that they are invented. A sub-row that must belong to the same body takes it from its parent.
"""

import datetime
from decimal import Decimal

import factory
from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from obiettivi import models as obiettivi
from piani import models as piani
from piani.permessi import Ruolo


class ComuneFactory(DjangoModelFactory):
    class Meta:
        model = piani.Comune

    codice_istat = Sequence(lambda n: f"{900000 + n:06d}")
    nome = Sequence(lambda n: f"Comune Inventato {n}")
    sigla_provincia = "XX"
    provincia = "Provincia inventata"
    regione = "Regione inventata"
    codice_catastale = Sequence(lambda n: f"Z{n % 1000:03d}")


class MissioneFactory(DjangoModelFactory):
    class Meta:
        model = piani.Missione

    codice = Sequence(lambda n: f"{n % 100:02d}")
    descrizione = Sequence(lambda n: f"Missione di prova {n}")


class ProgrammaFactory(DjangoModelFactory):
    class Meta:
        model = piani.Programma

    missione = SubFactory(MissioneFactory)
    codice = Sequence(lambda n: f"{n % 10000:04d}")
    descrizione = Sequence(lambda n: f"Programma di prova {n}")


class TipologiaEntrataFactory(DjangoModelFactory):
    class Meta:
        model = piani.TipologiaEntrata

    titolo = "1"
    titolo_descrizione = "Titolo di prova"
    codice = Sequence(lambda n: f"1.{n % 1000:03d}")
    descrizione = Sequence(lambda n: f"Tipologia di prova {n}")


class MacroaggregatoSpesaFactory(DjangoModelFactory):
    class Meta:
        model = piani.MacroaggregatoSpesa

    titolo = "1"
    titolo_descrizione = "Titolo di prova"
    codice = Sequence(lambda n: f"{n % 1000:03d}")
    descrizione = Sequence(lambda n: f"Macroaggregato di prova {n}")


class EnteFactory(DjangoModelFactory):
    class Meta:
        model = piani.Ente

    slug = Sequence(lambda n: f"ente-di-prova-{n}")
    denominazione = Sequence(lambda n: f"Comune di Prova {n}")


class BilancioFactory(DjangoModelFactory):
    class Meta:
        model = piani.ApprovazioneBilancio

    ente = SubFactory(EnteFactory)
    anno = 2024
    approvato_il = datetime.date(2023, 12, 20)


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = piani.Area

    ente = SubFactory(EnteFactory)
    slug = Sequence(lambda n: f"area-{n}")
    nome = Sequence(lambda n: f"Area di prova {n}")
    ordine = Sequence(lambda n: n % 30000)


class ServizioFactory(DjangoModelFactory):
    class Meta:
        model = piani.Servizio

    area = SubFactory(AreaFactory)
    nome = Sequence(lambda n: f"Servizio di prova {n}")


class DipendenteFactory(DjangoModelFactory):
    class Meta:
        model = piani.Dipendente

    ente = SubFactory(EnteFactory)
    codice = Sequence(lambda n: f"dipendente-{n}")
    cognome = Sequence(lambda n: f"Dipendente {n}")
    nome = "Esempio"


class UtenteFactory(DjangoModelFactory):
    class Meta:
        model = piani.Utente

    username = Sequence(lambda n: f"utente-{n}")
    first_name = "Utente"
    last_name = Sequence(lambda n: f"Esempio {n}")
    email = LazyAttribute(lambda utente: f"{utente.username}@example.org")


class IncaricoFactory(DjangoModelFactory):
    class Meta:
        model = piani.Incarico

    ente = SubFactory(EnteFactory)
    utente = SubFactory(UtenteFactory)
    ruolo = Ruolo.SEGRETARIO
    area = factory.Maybe(
        LazyAttribute(lambda incarico: incarico.ruolo == Ruolo.RESPONSABILE),
        yes_declaration=SubFactory(AreaFactory, ente=SelfAttribute("..ente")),
        no_declaration=None,
    )
    dal = datetime.date(2018, 1, 1)


class AttoFactory(DjangoModelFactory):
    class Meta:
        model = piani.Atto

    ente = SubFactory(EnteFactory)
    numero = Sequence(lambda n: str(n + 1))
    data = datetime.date(2024, 1, 31)
    oggetto = "Atto di prova"


class MandatoFactory(DjangoModelFactory):
    class Meta:
        model = piani.Mandato

    ente = SubFactory(EnteFactory)
    anno_inizio = 2023
    anno_fine = 2028


class LineaMandatoFactory(DjangoModelFactory):
    class Meta:
        model = piani.LineaMandato

    mandato = SubFactory(MandatoFactory)
    numero = Sequence(lambda n: n % 30000 + 1)
    titolo = Sequence(lambda n: f"Linea di prova {n}")


class TematicaFactory(DjangoModelFactory):
    class Meta:
        model = piani.Tematica

    linea = SubFactory(LineaMandatoFactory)
    testo = Sequence(lambda n: f"Tematica di prova {n}")


class PianoFactory(DjangoModelFactory):
    class Meta:
        model = piani.Piano

    ente = SubFactory(EnteFactory)
    anno_inizio = 2024
    anno_fine = LazyAttribute(lambda piano: piano.anno_inizio + 2)
    titolo = LazyAttribute(lambda piano: f"Piano di prova {piano.anno_inizio}/{piano.anno_fine}")


class SezioneNarrativaFactory(DjangoModelFactory):
    class Meta:
        model = piani.SezioneNarrativa

    piano = SubFactory(PianoFactory)
    ordine = Sequence(lambda n: n % 30000 + 1)
    titolo = Sequence(lambda n: f"Sezione di prova {n}")
    testo = "Testo di prova."


class AllegatoFactory(DjangoModelFactory):
    class Meta:
        model = piani.Allegato

    piano = SubFactory(PianoFactory)
    numero = Sequence(lambda n: n % 30000 + 1)
    titolo = Sequence(lambda n: f"Allegato di prova {n}")


class CopertinaFactory(DjangoModelFactory):
    class Meta:
        model = piani.Copertina

    piano = SubFactory(PianoFactory)
    area = SubFactory(AreaFactory, ente=SelfAttribute("..piano.ente"))
    testo = "Copertina di prova"


class DatoDichiaratoFactory(DjangoModelFactory):
    class Meta:
        model = piani.DatoDichiarato

    piano = SubFactory(PianoFactory)
    dato = piani.DatoDichiarato.Dato.LINEE
    valore_dichiarato = 7


class CapitoloFactory(DjangoModelFactory):
    """A capitolo of spesa, with the codes of an office: 01.11, titolo 1, acquisto di beni e servizi."""

    class Meta:
        model = piani.Capitolo

    piano = SubFactory(PianoFactory)
    parte = "spesa"
    titolo = "1"
    missione = "01"
    programma = "0111"
    macroaggregato = "103"
    capitolo = Sequence(lambda n: f"{n:06}")
    denominazione = Sequence(lambda n: f"Capitolo di prova {n}")
    competenza_1 = Decimal("1000.50")

    class Params:
        entrata = Trait(
            parte="entrata", titolo="3", tipologia="3.100", categoria="02", missione="", programma="", macroaggregato=""
        )


class SchedaFactory(DjangoModelFactory):
    """A sheet of an area; `tipo="ente", area=None` for the sheet of the whole body."""

    class Meta:
        model = piani.SchedaArea

    piano = SubFactory(PianoFactory)
    area = SubFactory(AreaFactory, ente=SelfAttribute("..piano.ente"))
    anno = SelfAttribute("piano.anno_inizio")


class PersonaSchedaFactory(DjangoModelFactory):
    class Meta:
        model = piani.PersonaScheda

    scheda = SubFactory(SchedaFactory)
    dipendente = SubFactory(DipendenteFactory, ente=SelfAttribute("..scheda.piano.ente"))


class VersioneFactory(DjangoModelFactory):
    class Meta:
        model = piani.Versione

    piano = SubFactory(PianoFactory)
    schema = 1
    contenuto = "{}"
    sha256 = "0" * 64


class DocumentoFactory(DjangoModelFactory):
    class Meta:
        model = piani.Documento

    ente = SubFactory(EnteFactory)
    tipo = piani.Documento.Tipo.PIANO
    titolo = Sequence(lambda n: f"Documento di prova {n}")
    nome = "prova.pdf"
    file = "documenti/2024/prova.pdf"
    formato = "PDF"
    dimensione = 1234
    sha256 = "0" * 64


class RegolaControlloFactory(DjangoModelFactory):
    class Meta:
        model = piani.RegolaControllo

    ente = SubFactory(EnteFactory)
    codice = "OB14"


class ArticoloCorrettoFactory(DjangoModelFactory):
    class Meta:
        model = piani.ArticoloCorretto

    ente = SubFactory(EnteFactory)
    norma = "NO06/2017"
    articolo = "Articolo di prova"


class StrategicoFactory(DjangoModelFactory):
    class Meta:
        model = obiettivi.ObiettivoStrategico

    ente = SubFactory(EnteFactory)
    codice = Sequence(lambda n: f"S{n}")
    descrizione = Sequence(lambda n: f"Obiettivo strategico di prova {n}")


class OperativoFactory(DjangoModelFactory):
    class Meta:
        model = obiettivi.ObiettivoOperativo

    strategico = SubFactory(StrategicoFactory)
    codice = Sequence(lambda n: str(n + 1))
    descrizione = Sequence(lambda n: f"Obiettivo operativo di prova {n}")


class ObiettivoFactory(DjangoModelFactory):
    class Meta:
        model = obiettivi.ObiettivoGestionale

    scheda = SubFactory(SchedaFactory)
    numero = Sequence(lambda n: n % 30000 + 1)
    descrizione = Sequence(lambda n: f"Obiettivo di prova {n}")


class IndicatoreFactory(DjangoModelFactory):
    class Meta:
        model = obiettivi.Indicatore

    obiettivo = SubFactory(ObiettivoFactory)
    descrizione = Sequence(lambda n: f"Indicatore di prova {n}")
    valore_atteso = "Valore atteso di prova"


class ValoreAttesoFactory(DjangoModelFactory):
    class Meta:
        model = obiettivi.ValoreAtteso

    indicatore = SubFactory(IndicatoreFactory)
    anno = 2024
    valore = 10


class FaseFactory(DjangoModelFactory):
    class Meta:
        model = obiettivi.Fase

    obiettivo = SubFactory(ObiettivoFactory)
    attivita = Sequence(lambda n: f"Fase di prova {n}")


class AssegnazioneFactory(DjangoModelFactory):
    class Meta:
        model = obiettivi.AssegnazioneDipendente

    obiettivo = SubFactory(ObiettivoFactory)
    persona = SubFactory(PersonaSchedaFactory, scheda=SelfAttribute("..obiettivo.scheda"))
    percentuale = 50


class PesoPersonaleFactory(DjangoModelFactory):
    class Meta:
        model = obiettivi.PesoPersonale

    obiettivo = SubFactory(ObiettivoFactory)
    persona = SubFactory(PersonaSchedaFactory, scheda=SelfAttribute("..obiettivo.scheda"))
    peso = 50


class RisorsaFactory(DjangoModelFactory):
    class Meta:
        model = obiettivi.RisorsaObiettivo

    obiettivo = SubFactory(ObiettivoFactory)
    capitolo = SubFactory(CapitoloFactory, piano=SelfAttribute("..obiettivo.scheda.piano"))


class ModelloObiettivoFactory(DjangoModelFactory):
    """A row of a body's library; `ente=None, norma="NO06"` for one of the law."""

    class Meta:
        model = obiettivi.ModelloObiettivo

    ente = SubFactory(EnteFactory)
    codice = Sequence(lambda n: f"modello-{n}")
    titolo = Sequence(lambda n: f"Modello di prova {n}")
    descrizione = Sequence(lambda n: f"Obiettivo da modello di prova {n}")
    indicatori = [{"descrizione": "Indicatore di prova", "valore_atteso": "Almeno 10"}]


class OsservazioneFactory(DjangoModelFactory):
    class Meta:
        model = piani.Osservazione

    scheda = SubFactory(SchedaFactory)
    testo = "Osservazione di prova."
    autore = SubFactory(UtenteFactory)
