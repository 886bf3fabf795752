"""The rules of publiccode.yml 0.5 that need no network, read from the standard (schema.core, schema.it, its lists)."""

import re
from collections.abc import Iterator
from datetime import date


def _parole(testo: str) -> frozenset[str]:
    return frozenset(testo.split())


CATEGORIE = _parole("""accounting agile-project-management applicant-tracking application-development
appointment-scheduling backup billing-and-invoicing blog budgeting business-intelligence business-process-management cad
call-center-management cloud-management collaboration communications compliance-management contact-management
content-management crm customer-service-and-support data-analytics data-collection data-visualization design
design-system digital-asset-management digital-citizenship document-management donor-management e-commerce e-signature
educational-content email-management email-marketing employee-management enterprise-project-management
enterprise-social-networking erp event-management facility-management feedback-and-reviews-management
financial-reporting fleet-management fundraising gamification geographic-information-systems grant-management
graphic-design help-desk hr ide identity-management instant-messaging integrated-library-system inventory-management
it-asset-management it-development it-management it-security it-service-management knowledge-management
learning-management-system marketing mind-mapping mobile-marketing mobile-payment network-management office
online-booking online-community other payment-gateway payroll predictive-analysis procurement productivity-suite
project-collaboration project-management property-management real-estate-management regulations-and-directives
remote-support resource-management sales-management seo service-desk social-media-management survey
talent-management task-management taxes-management test-management time-management time-tracking translation
video-conferencing video-editing visitor-management voip warehouse-management web-collaboration web-conferencing
website-builder whistleblowing workflow-management""")
AMBITI = _parole("""agriculture culture defence education emergency-services employment energy environment
finance-and-economic-development foreign-affairs government healthcare infrastructures justice local-authorities
manufacturing research science-and-technology security society sport tourism transportation welfare""")
STATI = ["concept", "development", "beta", "stable", "obsolete"]
TIPI = ["addon", "library", "configurationFiles"]
TIPI += [f"standalone/{dove}" for dove in ("mobile", "iot", "desktop", "web", "backend", "other")]
MANUTENZIONI = ["internal", "contract", "community", "none"]
PIATTAFORME = ["spid", "cie", "anpr", "pagopa", "io"]
CONFORME = ["lineeGuidaDesign", "modelloInteroperabilita", "misureMinimeSicurezza", "gdpr"]

# Section -> (mandatory keys, optional keys). "*" stands for any key, "[]" for any row. Deprecated keys are left out.
CHIAVI = {
    "": (
        """publiccodeYmlVersion name url platforms developmentStatus softwareType description legal maintenance
        localisation""",
        """applicationSuite landingURL isBasedOn softwareVersion releaseDate logo categories usedBy roadmap
        intendedAudience dependsOn organisation fundedBy IT""",
    ),
    "description.*": (
        "shortDescription longDescription features",
        "localisedName documentation apiDocumentation screenshots videos awards",
    ),
    "intendedAudience": ("", "countries unsupportedCountries scope"),
    "legal": ("license", "mainCopyrightOwner repoOwner authorsFile"),
    "maintenance": ("type", "contractors contacts"),
    "maintenance.contacts[]": ("name", "email phone affiliation"),
    "maintenance.contractors[]": ("name until", "email website"),
    "localisation": ("localisationReady availableLanguages", ""),
    "dependsOn": ("", "open proprietary hardware"),
    "dependsOn.open[]": ("name", "version versionMin versionMax optional"),
    "IT": ("countryExtensionVersion", "conforme piattaforme riuso"),
    "IT.conforme": ("", " ".join(CONFORME)),
    "IT.piattaforme": ("", " ".join(PIATTAFORME)),
    "IT.riuso": ("", "codiceIPA"),
}


def _sezioni(scheda: object, percorso: str) -> Iterator[dict]:
    """The parts of the card that a path of CHIAVI names."""
    if not percorso:
        yield scheda
        return
    passo, _, resto = percorso.partition(".")
    figlia = scheda if passo == "*" else scheda.get(passo.removesuffix("[]"), {})
    for parte in figlia.values() if passo == "*" else figlia if passo.endswith("[]") else [figlia] if figlia else []:
        yield from _sezioni(parte, resto)


def _chiavi(scheda: dict) -> Iterator[str]:
    for percorso, (obbligatorie, facoltative) in CHIAVI.items():
        for sezione in _sezioni(scheda, percorso):
            dove = f"{percorso}: " if percorso else ""
            presenti = {chiave for chiave, valore in sezione.items() if valore not in (None, "")}
            yield from (f"{dove}manca {chiave}" for chiave in _parole(obbligatorie) - presenti)
            sconosciute = sezione.keys() - _parole(obbligatorie) - _parole(facoltative)
            yield from (f"{dove}non c'è nello standard {chiave}" for chiave in sconosciute)


def _giorno(testo: object) -> bool:
    try:
        return isinstance(testo, str) and date.fromisoformat(testo).isoformat() == testo
    except ValueError:
        return False


def _valori(scheda: dict) -> dict[str, bool]:
    """Whether each value is one that the standard allows."""
    pubblico, manutenzione = scheda.get("intendedAudience", {}), scheda["maintenance"]
    tipo = manutenzione["type"]
    testi = scheda["description"].values()
    return {
        "publiccodeYmlVersion": scheda["publiccodeYmlVersion"] == "0.5",
        "url": re.fullmatch(r"https://\S+\.git", scheda["url"]) is not None,
        "releaseDate": _giorno(scheda.get("releaseDate", "1970-01-01")),
        "versione senza data": "softwareVersion" not in scheda or "releaseDate" in scheda,
        "platforms": bool(scheda["platforms"]) and all(isinstance(nome, str) for nome in scheda["platforms"]),
        "developmentStatus": scheda["developmentStatus"] in STATI,
        "softwareType": scheda["softwareType"] in TIPI,
        "categories": set(scheda.get("categories", ())) <= CATEGORIE,
        "scope": set(pubblico.get("scope", ())) <= AMBITI,
        "countries": all(re.fullmatch("[A-Z]{2}", sigla) for sigla in pubblico.get("countries", ())),
        "lingue": all(re.fullmatch(r"[a-z]{2,3}(-\w+)*", lingua) for lingua in scheda["description"]),
        "shortDescription": all(
            len(testo["shortDescription"]) <= 150 and "\n" not in testo["shortDescription"] for testo in testi
        ),
        "longDescription": all(150 <= len(testo["longDescription"]) <= 10_000 for testo in testi),
        "features": all(0 < len(voce) <= 100 for testo in testi for voce in testo["features"]),
        "maintenance": tipo in MANUTENZIONI,
        "contractors": tipo != "contract" or bool(manutenzione.get("contractors")),
        "until": all(_giorno(ditta["until"]) for ditta in manutenzione.get("contractors", ())),
        "contacts": tipo not in ("internal", "community") or bool(manutenzione.get("contacts")),
        "localisationReady": isinstance(scheda["localisation"]["localisationReady"], bool),
        "availableLanguages": bool(scheda["localisation"]["availableLanguages"]),
        "countryExtensionVersion": scheda["IT"]["countryExtensionVersion"] == "1.0",
        "piattaforme": all(isinstance(si, bool) for si in scheda["IT"].get("piattaforme", {}).values()),
        "conforme": all(isinstance(si, bool) for si in scheda["IT"].get("conforme", {}).values()),
    }


def difetti(scheda: dict) -> list[str]:
    """What the standard finds wrong in the card; missing keys first, because values are looked for in their place."""
    chiavi = sorted(_chiavi(scheda))
    return chiavi or [nome for nome, giusto in _valori(scheda).items() if not giusto]
