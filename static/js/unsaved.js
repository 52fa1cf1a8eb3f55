// Asks before a page with typed words is left by a link; sending any of its forms is no leaving.
(() => {
  const forms = [...document.querySelectorAll("form[data-typed]")];
  let sent = false;
  const isTyped = (field) => {
    if (field.type === "checkbox") return field.checked !== field.defaultChecked;
    return "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue;
  };
  const holds = (form) => "unsaved" in form.dataset || [...form.elements].some(isTyped);
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
