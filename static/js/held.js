// Signing in in another tab renews the CSRF token. This page was made before: it takes the new one from its cookie when
// it is sent. Without this script the server asks for one more press of the button.
"use strict";

document.querySelector("form[data-held]")?.addEventListener("submit", (event) => {
  const found = /(?:^|;\s*)(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie);
  if (found) event.currentTarget.elements.csrfmiddlewaretoken.value = found[1];
});
