// Asks before a page with typed words is left by a link; sending any of its forms is no leaving. Needs forms.js.
(() => {
  const forms = [...document.querySelectorAll("form[data-typed]")];
  let sent = false;
  const holds = (form) => "unsaved" in form.dataset || [...form.elements].some(window.isChanged);
  document.addEventListener("submit", () => {
    sent = true;
  });
  // Back from a page that the browser kept: what stands here can be lost again.
  addEventListener("pageshow", () => {
    sent = false;
  });
  addEventListener("beforeunload", (event) => {
    if (!sent && forms.some(holds)) event.preventDefault();
  });
})();
