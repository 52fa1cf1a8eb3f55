// The page of held input was made before somebody signed in again in another tab: it takes the new token when it is sent.
// Without these scripts the server asks for one more press of the button. Needs forms.js.
"use strict";

document.querySelector("form[data-held]")?.addEventListener("submit", (event) => {
  const token = window.renewedToken();
  if (token) event.currentTarget.elements.csrfmiddlewaretoken.value = token;
});
