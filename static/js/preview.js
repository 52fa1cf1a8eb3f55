// The table of marks follows the form while one types. Needs forms.js.
// Without these scripts the button does the same.
(() => {
  const place = document.getElementById("preview");
  const form = place && place.closest("form");
  if (!form) return;
  const status = document.getElementById("preview-status");
  let timer;
  let running;

  const refresh = async () => {
    if (running) running.abort();
    running = new AbortController();
    const data = new FormData(form);
    data.set("_preview", "1");
    try {
      const answer = await fetch(window.location.href, {
        method: "POST",
        body: data,
        headers: { "X-Fragment": "preview" },
        signal: running.signal,
      });
      if (!answer.ok) return;
      place.innerHTML = await answer.text();
      status.textContent = place.querySelector(".preview-summary").textContent;
    } catch (error) {
      // Aborted by the next one, or no network: the table is a help, and saving says what is wrong.
      if (error.name !== "AbortError") status.textContent = "";
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, 400);
  };

  if ([...form.elements].some(window.isChanged)) soon(); // typed before this script came
  form.addEventListener("input", soon);
  document.addEventListener("formset:added", soon);
  document.addEventListener("formset:removed", soon);
  form.querySelector("[name=_preview]").addEventListener("click", (event) => {
    event.preventDefault();
    refresh();
  });
})();
