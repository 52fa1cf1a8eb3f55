// Enhancement only: an action under the pointer or the focus lights up wherever it stands in the picture.
"use strict";
(() => {
  const links = document.querySelectorAll(".map [data-action]");
  const light = (code) => {
    for (const link of links) link.classList.toggle("is-lit", link.dataset.action === code);
  };
  for (const link of links) {
    link.addEventListener("mouseenter", () => light(link.dataset.action));
    link.addEventListener("focus", () => light(link.dataset.action));
    link.addEventListener("mouseleave", () => light(null));
    link.addEventListener("blur", () => light(null));
  }
})();
