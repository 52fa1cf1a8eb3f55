// Buttons that ask for a passkey: the server's question is fetched, the authenticator asked, its answer sent with the form.
// webauthnJSON is django-allauth's file, loaded before. Without either the forms stay hidden.
"use strict";

// Before the device was asked; the sentence says why, where the server gave one.
class Refused extends Error {}

async function answer(form) {
  const sent = new FormData(form);
  sent.delete("credential");
  const asked = await fetch(form.dataset.options, { method: "POST", body: sent });
  const options = await asked.json();
  if (!asked.ok) throw new Refused(options.sentence);
  return form.dataset.passkey === "create" ? webauthnJSON.create(options) : webauthnJSON.get(options);
}

if (window.webauthnJSON?.supported()) {
  for (const note of document.querySelectorAll("[data-no-passkey]")) note.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-failed]");
    const button = form.querySelector("button");
    const inGeneral = failed.textContent;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      button.disabled = true;
      try {
        form.elements.credential.value = JSON.stringify(await answer(form));
        form.submit();
      } catch (error) {
        failed.textContent = (error instanceof Refused && error.message) || inGeneral;
        failed.hidden = false;
      } finally {
        button.disabled = false;
      }
    });
  }
}
