// Django's field for choosing by typing (select2) has no name for those who hear the page: it gets that of its label.
"use strict";

(() => {
  function name(within) {
    for (const select of within.querySelectorAll("select.admin-autocomplete")) {
      const label = document.querySelector(`label[for="${select.id}"]`);
      const box = select.nextElementSibling?.querySelector(".select2-selection");
      const shown = box?.querySelector(".select2-selection__rendered");
      if (!label || !shown) continue;
      label.id ||= `${select.id}-label`;
      box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
      // What is chosen is the box's own text, and no field beside it.
      shown.removeAttribute("role");
      shown.removeAttribute("aria-readonly");
    }
  }

  // Django makes the fields some time after the document is ready, and those of a new line of a table when it is added.
  new MutationObserver((changes) => {
    for (const { addedNodes, target } of changes) {
      if ([...addedNodes].some((node) => node.classList?.contains("select2-container"))) name(target);
    }
  }).observe(document, { childList: true, subtree: true });
})();
