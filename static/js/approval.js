// One press picks everything that waits; without this script each is picked by itself.
(() => {
  const place = document.getElementById("pick-all-place");
  const boxes = [...document.querySelectorAll("input[name=pick]")];
  if (!place || boxes.length < 2) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = place.dataset.label;
  button.addEventListener("click", () => {
    const all = boxes.every((box) => box.checked);
    boxes.forEach((box) => {
      box.checked = !all;
    });
    count();
  });
  const send = document.querySelector("button[name=approve]");
  const text = send.textContent.trim();
  const count = () => {
    const picked = boxes.filter((box) => box.checked).length;
    send.textContent = picked ? send.dataset.picked.replace("{count}", picked) : text;
    button.setAttribute("aria-pressed", String(picked === boxes.length));
  };
  boxes.forEach((box) => box.addEventListener("change", count));
  place.append(button);
  count();
})();
