/* What every page does after it is loaded. Nothing here is needed to use it. */

// The error summary is read first, and is where the eye goes.
const riepilogo = document.querySelector("[data-riepilogo-errori]");
if (riepilogo) {
  riepilogo.focus();
}

// Who has logged in again in another tab has a new token: the page that was open sends that one.
document.addEventListener("submit", (evento) => {
  const attuale = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  const campo = evento.target.elements.namedItem("csrfmiddlewaretoken");
  if (attuale && campo) {
    campo.value = attuale;
  }
});
