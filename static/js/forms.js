// What several scripts of the staff's pages need to know of forms; loaded before them.
"use strict";

// Whether a field holds something else than the page was sent with: typed by a person, before or after the scripts came,
// or put back by the browser when the page is loaded again.
window.isChanged = (field) => {
  if (field.type === "hidden") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") {
    if (!field.options.length) return false;
    const given = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(given, 0);
  }
  return "defaultValue" in field && field.value !== field.defaultValue;
};

// Signing in in another tab renews the CSRF token; a page made before takes the new one from its cookie, if there is one.
window.renewedToken = () => (/(?:^|;\s*)(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie) || [])[1];
