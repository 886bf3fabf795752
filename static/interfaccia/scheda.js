/* The sheet's page while it is being typed: the total of the weights, and nothing lost. The page works without. */

// Asked each time: adding or moving an objective puts a new form in the place of the old one.
const modulo = () => document.querySelector("#modulo");
const stato = () => document.querySelector("#stato-bozza");
const numero = (testo) => {
  const pulito = testo.trim().replace(/\.(?=\d{3}(\D|$))/g, "").replace(",", ".");
  return /^\d+(\.\d+)?$/.test(pulito) ? Math.round(Number(pulito) * 10000) : 0;
};
const scritto = (diecimillesimi) => String(diecimillesimi / 10000).replace(".", ",");

// --- total of the weights: said aloud only when the typing pauses ---

let attesa;
const sommaPesi = () => {
  const totale = document.querySelector("[data-totale]");
  if (!totale) {
    return;
  }
  const pesi = [...document.querySelectorAll(".carta input[name$='-peso']")];
  const somma = pesi.filter((campo) => /^ob-\d+-peso$/.test(campo.name)).reduce((s, campo) => s + numero(campo.value), 0);
  totale.querySelector("[data-totale-numero]").textContent = scritto(somma);
  const barra = totale.querySelector("[data-totale-barra]");
  if (!barra) {
    return;
  }
  const scarto = 1000000 - somma;
  let frase = "I pesi sommano a 100.";
  if (scarto !== 0) {
    frase = scarto > 0 ? `Mancano ${scritto(scarto)} punti.` : `Sono di troppo ${scritto(-scarto)} punti.`;
  }
  barra.value = Math.min(somma / 10000, 100);
  totale.querySelector("[data-totale-frase]").textContent = frase;
  clearTimeout(attesa);
  attesa = setTimeout(() => {
    totale.querySelector("[data-totale-detto]").textContent = `Totale pesi ${scritto(somma)}. ${frase}`;
  }, 1500);
};

// --- what is typed: kept on the server by htmx; in this browser while the server cannot be reached ---

let daConservare = false;
const ricordo = () => modulo()?.dataset.ricordo;

const DI_PAGINA = ["csrfmiddlewaretoken", "finestra", "versione"];
const campi = () => {
  const scritti = new FormData(modulo());
  scritti.delete("csrfmiddlewaretoken");
  return new URLSearchParams(scritti);
};

const ricorda = () => {
  try {
    localStorage.setItem(ricordo(), campi().toString());
  } catch {
    // No room, or storage refused: the page itself still has the text.
  }
};

const ricordato = () => {
  try {
    return localStorage.getItem(ricordo());
  } catch {
    return null;
  }
};

const dimentica = () => {
  try {
    localStorage.removeItem(ricordo());
  } catch {
    // Storage refused: there is nothing to forget.
  }
};

const gettone = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

document.addEventListener("htmx:configRequest", (evento) => {
  // After a new login the token of the page is old, the cookie's is good.
  const attuale = gettone();
  if (attuale) {
    evento.detail.headers["X-CSRFToken"] = attuale;
    delete evento.detail.parameters.csrfmiddlewaretoken;
  }
});

document.addEventListener("input", (evento) => {
  if (evento.target.closest("#modulo")) {
    daConservare = true;
    sommaPesi();
  }
});

// Of the autosave, or of a button that adds, moves or takes away.
const daGuardare = (evento) => evento.detail.elt.closest?.("#stato-bozza, #modulo button");

let prossimaProva;
const riprova = () => modulo()?.dispatchEvent(new Event("conserva"));

const nonConservato = (frase) => {
  ricorda();
  daConservare = true;
  const forte = document.createElement("strong");
  forte.textContent = frase;
  stato().replaceChildren(forte, " Quello che scrivi resta in questo browser; riprovo da solo.");
  clearTimeout(prossimaProva);
  prossimaProva = setTimeout(riprova, 10000);
};

window.addEventListener("online", () => {
  if (daConservare) {
    riprova();
  }
});

document.addEventListener("htmx:beforeSwap", (evento) => {
  if (evento.detail.elt === stato() && evento.detail.xhr.status === 400) {
    evento.detail.shouldSwap = true; // the sentence says why it was not kept
  }
});

document.addEventListener("htmx:afterRequest", (evento) => {
  const elemento = daGuardare(evento);
  if (!elemento) {
    return;
  }
  const esito = evento.detail.xhr.status;
  if (evento.detail.successful) {
    clearTimeout(prossimaProva);
    daConservare = false;
    dimentica();
  } else if (esito === 0) {
    nonConservato("Il collegamento manca.");
  } else if (esito >= 500) {
    nonConservato("Il server non risponde.");
  } else if (elemento !== stato()) {
    // Asked again without script: the server's own page says why, and gives the text back.
    modulo().requestSubmit(elemento);
  } else if (esito === 401) {
    nonConservato("L'accesso è scaduto: entra di nuovo in un'altra scheda del browser.");
  } else if (esito !== 400) {
    nonConservato("Il server non ha preso il testo.");
  }
});

// Offered back at the next visit: only what the server never had.
const uguali = (testo) => {
  const senza = (parametri) => {
    DI_PAGINA.forEach((nome) => parametri.delete(nome));
    return parametri.toString();
  };
  return senza(new URLSearchParams(testo)) === senza(campi());
};

const riprendi = () => {
  const testo = ricordato();
  if (!testo) {
    return;
  }
  if (uguali(testo)) {
    dimentica();
    return;
  }
  const avviso = document.createElement("div");
  avviso.className = "alert alert-warning";
  avviso.setAttribute("role", "status");
  const frase = document.createElement("p");
  frase.textContent = "In questo browser c'è un testo che non era arrivato al server.";
  const manda = document.createElement("button");
  manda.type = "button";
  manda.className = "btn btn-primary btn-sm";
  manda.textContent = "Riprendilo";
  manda.addEventListener("click", async () => {
    const risposta = await fetch(modulo().dataset.conserva, {
      method: "POST",
      body: new URLSearchParams(testo),
      headers: { "X-CSRFToken": gettone() ?? modulo().elements.csrfmiddlewaretoken.value },
    });
    if (risposta.ok) {
      dimentica();
      location.assign(risposta.headers.get("X-Bozza"));
    } else {
      frase.textContent = "Il server non lo prende ancora: riprova tra poco.";
    }
  });
  const butta = document.createElement("button");
  butta.type = "button";
  butta.className = "btn btn-link btn-sm";
  butta.textContent = "Scartalo";
  butta.addEventListener("click", () => {
    dimentica();
    avviso.remove();
  });
  avviso.append(frase, manda, butta);
  modulo().before(avviso);
};

// --- leaving: asked only while something has not been kept; saved once, however many times the button is pressed ---

window.addEventListener("beforeunload", (evento) => {
  if (daConservare) {
    evento.preventDefault();
  }
});

document.addEventListener("submit", (evento) => {
  if (evento.target.id === "modulo") {
    daConservare = false;
    if (ricordato()) {
      ricorda(); // what is sent now: the page that comes back has the same, and then it is forgotten
    }
  }
});

document.addEventListener("htmx:afterSwap", (evento) => {
  if (evento.detail.target.id === "modulo") {
    daConservare = false;
    sommaPesi();
  }
});

if (modulo()) {
  riprendi();
}
