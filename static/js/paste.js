// More than one cell pasted into the grid: the portal says in a table what would go where, Enter takes it in, Esc takes
// it back. What goes where is decided in kpis/entry/pasting.py. Needs forms.js.
(() => {
  const place = document.getElementById("grid-place");
  const dialog = document.getElementById("grid-paste");
  if (!place || !dialog) return;

  const texts = place.dataset;
  let pasted = []; // what was filled in last: field, what stood in it, what stands in it now
  let origin = null; // the field in which the cursor stood
  let byEscape = false; // whether Esc still takes it back: until somebody types, then the button alone does

  const form = () => document.getElementById("grid");
  const say = (id, text, failed = false) => {
    const status = document.getElementById(id);
    if (!status) return;
    status.textContent = text;
    status.classList.toggle("grid-failed", failed);
  };

  // Several cells, or one: a line break within quotation marks belongs to its cell.
  const isTable = (text) => {
    const lines = text.replace(/\r\n?/g, "\n").replace(/"(?:[^"]|"")*"/g, "x");
    return /[\n\t]/.test(lines.replace(/\n$/, ""));
  };
  // Lines of prose may be pasted into a text; cells of a spreadsheet come with a table as well.
  const takesTables = (field, data) => field.tagName !== "TEXTAREA" || /<table/i.test(data.getData("text/html"));

  const put = (field, value) => {
    field.value = value;
    const folded = field.closest("details");
    if (folded && value) folded.open = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const ask = async (field, text) => {
    const body = new FormData(form());
    body.set("text", text);
    body.set("at", field.name);
    const token = window.renewedToken();
    if (token) body.set("csrfmiddlewaretoken", token);
    say("grid-status", texts.pasting);
    try {
      const answer = await fetch(form().dataset.paste + window.location.search, {
        method: "POST",
        body,
        redirect: "manual",
        headers: { "X-Fragment": "paste" },
      });
      if ([403, 404].includes(answer.status) && (answer.headers.get("Content-Type") || "").startsWith("text/plain")) {
        say("grid-status", await answer.text(), true);
        return;
      }
      if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
        say("grid-status", texts.signedOut, true);
        return;
      }
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text();
      if (!form() || !field.isConnected) return; // saved meanwhile: another page stands there
      dialog.innerHTML = html;
    } catch {
      say("grid-status", texts.pasteFailed, true);
      return;
    }
    say("grid-status", "");
    origin = field;
    dialog.returnValue = "";
    dialog.showModal();
  };

  const accept = () => {
    const found = [...dialog.querySelectorAll("[data-fill]")]
      .map((row) => ({ field: form() && form().elements[row.dataset.fill], after: row.dataset.value }))
      .filter(({ field }) => field);
    pasted = found.map(({ field, after }) => ({ name: field.name, before: field.value, after }));
    for (const { field, after } of found) put(field, after);
    offer(texts.pasted.replace("{count}", found.length), texts.undo);
    byEscape = true;
  };

  // What was done, and beside it the button that takes it back.
  const offer = (text, label) => {
    say("grid-undo", text);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", undo);
    const status = document.getElementById("grid-undo");
    if (status) status.append(" ", button);
  };
  const offered = () => document.querySelector("#grid-undo button");

  // What somebody has written over since stays.
  const undo = () => {
    let kept = 0;
    for (const { name, before, after } of pasted) {
      const field = form() && form().elements[name];
      if (!field) continue;
      if (field.value.replace(/\r\n?/g, "\n") === after.replace(/\r\n?/g, "\n")) put(field, before);
      else kept += 1;
    }
    pasted = [];
    byEscape = false;
    say("grid-undo", kept ? texts.undoneBut.replace("{count}", kept) : texts.undone);
    if (origin && origin.isConnected) origin.focus();
  };

  document.addEventListener("paste", (event) => {
    const field = document.activeElement;
    if (!form() || !field || !field.dataset.field || field.form !== form() || !event.clipboardData) return;
    const text = event.clipboardData.getData("text/plain");
    if (!isTable(text) || !takesTables(field, event.clipboardData)) return;
    event.preventDefault();
    ask(field, text);
  });
  dialog.addEventListener("change", (event) => {
    if (!("meant" in event.target.dataset)) return;
    dialog.querySelector("button[value=accept]").disabled = !event.target.checked;
    const wants = dialog.querySelector(".grid-paste-wants");
    if (wants) wants.hidden = event.target.checked;
  });
  dialog.addEventListener("submit", (event) => {
    // Enter while the paste still wants a word.
    if (dialog.querySelector("button[value=accept]:disabled")) event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if ("close" in event.target.dataset) dialog.close("cancel");
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "accept") accept();
    if (origin && origin.isConnected) origin.focus();
  });
  place.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    byEscape = false;
    if (offered()) offered().textContent = texts.undoPressed;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || dialog.open || event.isComposing || !(byEscape || offered())) return;
    event.preventDefault();
    if (byEscape) undo();
    else offer(texts.typedSince, texts.undoPressed);
  });
})();
