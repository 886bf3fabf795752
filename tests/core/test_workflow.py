"""The engine of the workflow, on objects that are no plan: the order of what is asked, all or nothing, the drawing."""

from dataclasses import dataclass, field

import pytest
from django.core.exceptions import ImproperlyConfigured

from piani.models import Ente
from semproniano.core.disegno_stati import disegna
from semproniano.core.workflow import (
    Nota,
    OggettoCambiato,
    Percorso,
    PercorsoDi,
    Transizione,
    TransizioneRifiutata,
    TransizioneVietata,
    applica,
)

APRI = Transizione("apri", "Apri", "aperta", ("chiusa",), "aperta", "portiere")
CHIUDI = Transizione("chiudi", "Chiudi", "chiusa", ("aperta",), "chiusa", "portiere", Nota.OBBLIGATORIA)
PORTA = Percorso("Porta", {"chiusa": "Chiusa", "aperta": "Aperta"}, (APRI, CHIUDI))


@dataclass
class Porta:
    stato: str = "chiusa"
    versione: int = 1

    def __str__(self) -> str:
        return "Porta"

    def get_stato_display(self) -> str:
        return PORTA.stati[self.stato]


@dataclass
class PraticaDiProva:
    """Says in which order it is asked."""

    porta: Porta = field(default_factory=Porta)
    permesso: bool = True
    contro: tuple[str, ...] = ()
    passi: list[str] = field(default_factory=list)

    def prendi(self):
        self.passi.append("prendi")
        return self.porta

    def permette(self, transizione, oggetto):
        self.passi.append("permette")
        return self.permesso

    def motivi(self, transizione, oggetto, nota):
        self.passi.append(f"motivi {oggetto.stato}")
        return self.contro

    def salva(self, transizione, oggetto, nota):
        self.passi.append(f"salva {oggetto.stato}")

    def racconta(self, transizione, oggetto, da, nota):
        self.passi.append(f"racconta {da} {nota}")


pytestmark = pytest.mark.django_db


def test_l_ordine_e_sempre_quello():
    pratica = PraticaDiProva()

    assert applica(APRI, pratica, nota="  per uscire ", versione=1).stato == "aperta"
    assert pratica.passi == ["prendi", "permette", "motivi chiusa", "salva aperta", "racconta chiusa per uscire"]


@pytest.mark.parametrize(
    ("pratica", "transizione", "opzioni", "errore", "passi"),
    [
        (PraticaDiProva(permesso=False), APRI, {}, TransizioneVietata, 2),
        (PraticaDiProva(permesso=False), CHIUDI, {}, TransizioneVietata, 2),  # who may not, is not told the state
        (PraticaDiProva(), CHIUDI, {"nota": "perché"}, OggettoCambiato, 2),
        (PraticaDiProva(), APRI, {"versione": 7}, OggettoCambiato, 2),
        (PraticaDiProva(Porta("aperta")), CHIUDI, {"nota": "  "}, TransizioneRifiutata, 2),
        (PraticaDiProva(contro=("È bloccata.", "Manca la chiave.")), APRI, {}, TransizioneRifiutata, 3),
    ],
)
def test_cio_che_la_ferma_la_ferma_prima_di_scrivere(pratica, transizione, opzioni, errore, passi):
    prima = pratica.porta.stato

    with pytest.raises(errore):
        applica(transizione, pratica, **opzioni)

    assert len(pratica.passi) == passi
    assert pratica.porta.stato == prima


def test_i_motivi_sono_frasi_una_per_una():
    with pytest.raises(TransizioneRifiutata) as rifiuto:
        applica(APRI, PraticaDiProva(contro=("È bloccata.", "Manca la chiave.")))

    assert rifiuto.value.motivi == ("È bloccata.", "Manca la chiave.")
    assert str(rifiuto.value) == "È bloccata. Manca la chiave."


def test_una_nota_dove_non_se_ne_chiedono_si_rifiuta():
    muta = Transizione("apri", "Apri", "aperta", ("chiusa",), "aperta", "portiere", Nota.NESSUNA)

    with pytest.raises(TransizioneRifiutata):
        applica(muta, PraticaDiProva(), nota="detta lo stesso")


@pytest.mark.parametrize("passo", ["salva", "racconta"])
def test_se_la_scrittura_si_interrompe_non_resta_niente(passo, monkeypatch):
    def scrive(self, *argomenti):
        Ente.objects.create(slug=f"a-meta-{len(argomenti)}", denominazione="A metà")
        raise RuntimeError("interrotta")

    monkeypatch.setattr(PraticaDiProva, passo, scrive)

    with pytest.raises(RuntimeError):
        applica(APRI, PraticaDiProva())
    assert not Ente.objects.exists()


@pytest.mark.parametrize(
    ("stati", "transizioni", "errore"),
    [
        ({"a": "A"}, (APRI,), "uno stato che non c'è"),
        ({"chiusa": "C", "aperta": "A"}, (APRI, APRI), "stesso codice"),
        ({"chiusa": "C", "aperta": "A", "murata": "M"}, (APRI,), "murata"),
    ],
)
def test_un_percorso_che_non_torna_non_si_puo_scrivere(stati, transizioni, errore):
    with pytest.raises(ImproperlyConfigured, match=errore):
        Percorso("Porta", stati, transizioni)


def test_il_disegno_viene_dalle_righe():
    righe = list(disegna(PercorsoDi("prova", 1, PORTA, {"portiere": "chi ha le chiavi"})))

    assert "    [*] --> chiusa" in righe
    assert "    chiusa --> aperta: Apri" in righe
    assert "| Chiudi (`chiudi`) | Aperta | Chiusa | chi ha le chiavi | obbligatoria |  |" in righe
