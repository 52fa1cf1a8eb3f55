// The entry grid like a spreadsheet: keys, a live verdict, and nothing typed is ever lost.
// What is pasted: paste.js; needs forms.js. Without these scripts the grid is a plain form.
(() => {
  document.documentElement.classList.add("js");
  const place = document.getElementById("grid-place");
  if (!place) return;

  const texts = place.dataset; // written in the template, where they can be translated
  const RETRY_AFTER = 15000; // milliseconds
  const timers = new Map();
  let retry = null;
  let waiting = null; // the button whose sending failed and is tried again

  const form = () => document.getElementById("grid");
  const isUnsaved = () => Boolean(form() && "unsaved" in form().dataset);
  let dirty = isUnsaved();
  const token = () => window.renewedToken() || form().elements.csrfmiddlewaretoken.value;

  // The text with what stands in its {braces}.
  const filled = (text, value) => text.replace(/\{\w+\}/, () => value);

  const say = (text, failed = false, link = null) => {
    const status = document.getElementById("grid-status");
    if (!status) return;
    status.textContent = text;
    status.classList.toggle("grid-failed", failed);
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link;
      anchor.target = "_blank";
      anchor.rel = "noopener";
      anchor.textContent = texts.signIn;
      status.append(" ", anchor);
    }
  };

  // The role has ended, or reaches this no longer: dxportal/signin/held_input.py says why.
  const isRefusedInWords = (answer) =>
    [403, 404].includes(answer.status) && (answer.headers.get("Content-Type") || "").startsWith("text/plain");

  const still = (on) => {
    for (const table of form().querySelectorAll(".grid")) table.inert = on;
  };

  const post = (address, body, fragment) => {
    body.set("csrfmiddlewaretoken", token());
    return fetch(address, { method: "POST", body, redirect: "manual", headers: { "X-Fragment": fragment } });
  };

  // What the page says that came instead of an answer: the database is busy, or full (dxportal/database_trouble.py).
  const sentencesOf = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const parts = [...page.querySelectorAll("[data-trouble]")].map((part) => part.dataset.trouble || part.textContent.trim());
    return parts.join("");
  };

  const send = async (button) => {
    clearTimeout(retry);
    waiting = null;
    if (!form()) return; // the page of confirmation has taken its place
    const body = new FormData(form());
    body.set(button, "1");
    say(texts.saving);
    still(button === "submit"); // the answer may be another page: nothing is typed into this one meanwhile
    let answer, html;
    try {
      answer = await post(window.location.href, body, "grid");
      html = await answer.text();
    } catch {
      still(false);
      say(texts.offline, true);
      waiting = button;
      retry = setTimeout(() => send(button), RETRY_AFTER);
      return;
    }
    still(false);
    if (isRefusedInWords(answer)) {
      say(html, true); // signing in would not help
      return;
    }
    if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
      say(texts.signedOut, true, texts.signInAddress);
      return;
    }
    if (!answer.ok) {
      say([400, 503].includes(answer.status) ? sentencesOf(html) || texts.refused : texts.refused, true);
      return;
    }
    const later = typedSince(body);
    for (const timer of timers.values()) clearTimeout(timer); // their rows are about to go
    timers.clear();
    place.innerHTML = html;
    dirty = isUnsaved() || later.length > 0;
    if (later.length > 0) {
      // Somebody who goes on typing while it is being saved keeps the words and the place.
      const lost = later.filter(([name]) => !form() || !form().elements[name]);
      for (const [name, value] of later) {
        if (form() && form().elements[name]) form().elements[name].value = value;
      }
      const active = later.find(([name]) => form() && form().elements[name]);
      if (active) form().elements[active[0]].focus();
      const quoted = lost.map(([, value]) => filled(texts.quoted, value)).join("");
      if (lost.length) say(filled(texts.late, quoted), true);
      else say(texts.typing);
      return;
    }
    const ask = document.getElementById("hand-in-button");
    if (ask) {
      window.scrollTo(0, 0);
      ask.focus();
      return;
    }
    const target = document.getElementById("grid-problems") || place.querySelector(".messagelist");
    if (target) {
      target.setAttribute("tabindex", "-1");
      target.focus();
      target.scrollIntoView({ block: "center" });
    }
  };

  // Names and values of the fields that have changed since `body` was sent.
  const typedSince = (body) => {
    const same = (text) => String(text ?? "").replace(/\r\n?/g, "\n");
    return [...form().querySelectorAll("[data-field]")]
      .filter((field) => same(field.value) !== same(body.get(field.name)))
      .map((field) => [field.name, field.value]);
  };

  const preview = async (row, again = true) => {
    if (!form() || !row.isConnected) return;
    const body = new FormData();
    body.set("row", row.dataset.row);
    for (const [name, value] of new FormData(form())) {
      if (name.startsWith(`${row.dataset.row}-`)) body.append(name, value);
    }
    try {
      const answer = await post(form().dataset.preview, body, "preview");
      if (answer.status === 503 && again) timers.set(row, setTimeout(() => preview(row, false), RETRY_AFTER / 5)); // busy
      if (!answer.ok || answer.type === "opaqueredirect" || !row.isConnected) return;
      const cell = row.querySelector("[data-preview]");
      cell.innerHTML = await answer.text();
      const total = row.querySelector("[data-total]");
      const found = cell.querySelector(".preview-total");
      if (total) total.textContent = found ? found.textContent : "";
    } catch {
      // The verdict is a help; without it the input still stands.
    }
  };

  const touched = (field) => {
    if (!form() || field.form !== form() || field.name.endsWith("-pick")) return;
    dirty = true;
    say(texts.typing);
    const row = field.closest("[data-row]");
    if (!row || !row.querySelector("[data-preview]") || field.tagName === "TEXTAREA") return;
    const total = row.querySelector("[data-total]");
    if (total) total.textContent = ""; // of what stood there before
    clearTimeout(timers.get(row));
    timers.set(row, setTimeout(() => preview(row), 400));
  };

  // The same field in the rows above and below.
  const column = (field) => [...form().querySelectorAll(`[data-field="${field.dataset.field}"]`)];
  const move = (field, step) => {
    const fields = column(field);
    const next = fields[fields.indexOf(field) + step];
    if (!next) return false;
    next.focus();
    if (next.select) next.select();
    return true;
  };

  place.addEventListener("input", (event) => touched(event.target));
  place.addEventListener("change", (event) => touched(event.target));
  place.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.dataset.field || field.tagName !== "INPUT" || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault(); // Enter never sends the form by surprise
    move(field, step);
  });
  place.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target !== form() || !button || button.name === "recall" || button.name === "preview") {
      dirty = false;
      return;
    }
    event.preventDefault();
    send(button.name);
  });
  // Who types faster than this script comes, or loads a half-filled page again, sees the verdicts all the same.
  for (const field of form() ? form().querySelectorAll("[data-field]") : []) {
    if (window.isChanged(field)) touched(field);
  }
  window.addEventListener("online", () => waiting && send(waiting));
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
})();
