"""A category of a SMVP: the weights of what is assessed, and how the fund becomes premi."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from msgspec.structs import asdict, replace

from semproniano.core.forms import FormBase
from valutazioni.calcolo.smvp import Maggiorazione, ModoPremio, PesoDi, RegolaPremio, Residuo
from valutazioni.forms.smvp_righe import numero, parola

if TYPE_CHECKING:
    from django.forms import BoundField

    from valutazioni.calcolo.fasce import Fascia
    from valutazioni.calcolo.smvp import Categoria, Smvp

ZERO = Decimal(0)
MODI = {
    ModoPremio.FASCE_PERCENTO: "Ogni fascia dà una percentuale del premio individuale",
    ModoPremio.PROPORZIONALE: "Il fondo si divide in proporzione ai punteggi",
    ModoPremio.COEFFICIENTE: "Il fondo si divide in proporzione ai coefficienti delle fasce",
    ModoPremio.SOGLIA_E_INCREMENTO: "Una quota alla soglia, e un aumento per ogni punto in più",
}
RESIDUI = {Residuo.ECONOMIE: "Resta nel fondo, come economia", Residuo.RIDISTRIBUITO: "Si ridistribuisce tra gli altri"}
DEL_PREMIO = ("modo", "residuo", "soglia", "quota_soglia", "incremento_punto", "part_time", "mesi", "mesi_minimi")


def peso(etichetta: str) -> Any:
    return numero(etichetta, required=False, min_value=0, max_value=100)


class FormCategoria(FormBase):
    """The weights are fields of their own, one for each component and for each behaviour of the SMVP."""

    nome = parola("Nome della categoria")
    responsabile = forms.BooleanField(
        label="Incaricati di EQ o dirigenti",
        required=False,
        help_text="Per loro gli indicatori dell'unità pesano più di ogni altra componente (art. 9 d.lgs 150/2009).",
    )
    modo = forms.ChoiceField(label="Regola del premio", choices=[(k.value, v) for k, v in MODI.items()])
    residuo = forms.ChoiceField(
        label="Quel che la regola non assegna", choices=[(k.value, v) for k, v in RESIDUI.items()]
    )
    soglia = numero("Punteggio sotto il quale non c'è premio", min_value=0)
    quota_soglia = numero("Quota alla soglia (%)", min_value=0, help_text="Solo per la regola con soglia e aumento.")
    incremento_punto = numero(
        "Aumento per ogni punto (%)", min_value=0, help_text="Solo per la regola con soglia e aumento."
    )
    mesi_minimi = numero("Mesi di servizio chiesti almeno", min_value=0, max_value=12)
    part_time = forms.BooleanField(label="Il premio segue il tempo di lavoro", required=False)
    mesi = forms.BooleanField(label="Il premio segue i mesi di servizio", required=False)
    maggiorazione_percentuale = numero(
        "Aumento per i migliori (% del premio medio)", required=False, min_value=0,
        help_text="Vuoto se il contratto non lo fissa.",
    )  # fmt: skip
    maggiorazione_quota_persone = numero("Quota di persone che può averlo (%)", required=False, min_value=0)
    maggiorazione_soglia = numero("Punteggio chiesto per averlo", required=False, min_value=0)

    def __init__(self, smvp: Smvp, categoria: Categoria, dati: Any = None) -> None:
        self.vecchia = categoria
        maggiorazione = categoria.premio.maggiorazione
        iniziali = {
            "nome": categoria.nome,
            "responsabile": categoria.responsabile,
            **asdict(categoria.premio),
            **{f"maggiorazione_{k}": v for k, v in (asdict(maggiorazione) if maggiorazione else {}).items()},
            **{f"componente-{voce.codice}": voce.peso for voce in categoria.componenti},
            **{f"comportamento-{voce.codice}": voce.peso for voce in categoria.comportamenti},
        }
        super().__init__(dati, initial=iniziali)
        self.nomi_componenti = {f"componente-{voce.codice}": voce for voce in smvp.componenti}
        self.nomi_comportamenti = {f"comportamento-{voce.codice}": voce for voce in smvp.comportamenti}
        for nome, voce in {**self.nomi_componenti, **self.nomi_comportamenti}.items():
            self.fields[nome] = peso(voce.nome)

    # What the page shows together.

    @property
    def blocchi(self) -> list[tuple[str, list[BoundField]]]:
        """(title, fields): who, weights, premio."""
        return [
            ("Categoria", [self["nome"], self["responsabile"]]),
            ("Pesi delle componenti (sommano a 100)", [self[nome] for nome in self.nomi_componenti]),
            ("Pesi dei comportamenti (sommano a 100)", [self[nome] for nome in self.nomi_comportamenti]),
            ("Premio", [self[nome] for nome in DEL_PREMIO]),
            ("Aumento per i migliori", [self[n] for n in self.fields if n.startswith("maggiorazione_")]),
        ]

    def clean(self) -> dict[str, Any]:
        dati = super().clean()
        if dati.get("maggiorazione_percentuale") and not dati.get("maggiorazione_quota_persone"):
            self.add_error("maggiorazione_quota_persone", "Scrivere a quante persone può andare.")
        return dati

    def _pesi(self, nomi: dict[str, Any]) -> tuple[PesoDi, ...]:
        dati = self.cleaned_data
        return tuple(PesoDi(codice=voce.codice, peso=dati[nome]) for nome, voce in nomi.items() if dati[nome])

    def categoria(self, fasce: tuple[Fascia, ...]) -> Categoria:
        """The category as written; call when valid."""
        dati = self.cleaned_data
        maggiorazione = None
        if dati["maggiorazione_percentuale"]:
            maggiorazione = Maggiorazione(
                percentuale=dati["maggiorazione_percentuale"],
                quota_persone=dati["maggiorazione_quota_persone"],
                soglia=dati["maggiorazione_soglia"] or ZERO,
            )
        premio = {nome: dati[nome] for nome in DEL_PREMIO}
        premio |= {"modo": ModoPremio(dati["modo"]), "residuo": Residuo(dati["residuo"])}
        return replace(
            self.vecchia,
            nome=dati["nome"],
            responsabile=dati["responsabile"],
            componenti=self._pesi(self.nomi_componenti),
            comportamenti=self._pesi(self.nomi_comportamenti),
            fasce=fasce,
            premio=RegolaPremio(maggiorazione=maggiorazione, **premio),
        )
