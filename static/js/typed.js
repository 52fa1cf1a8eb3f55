// How a date or period was read stands beside its input only while the input still holds it.
(() => {
  const check = (input) => {
    const place = input && input.id && document.getElementById(`${input.id}_read`);
    if (place) place.hidden = input.value !== input.defaultValue;
  };
  for (const input of document.querySelectorAll("input")) check(input); // typed before this script came
  // The admin's calendar fills the input in without an event, and then gives it the focus.
  for (const name of ["input", "change", "focusin", "focusout"]) {
    document.addEventListener(name, (event) => check(event.target));
  }
})();
