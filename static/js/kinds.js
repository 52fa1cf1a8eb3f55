// The form of an indicator asks only what its kind needs. What somebody has filled in stays visible, whatever is chosen.
document.addEventListener("DOMContentLoaded", () => {
  const kinds = [...document.querySelectorAll("input[name=kind]")];
  if (!kinds.length) return;

  const OF_NUMBERS = ["path", "strict", "lower", "upper"];
  const NOT_OF_STEPS = [
    ...OF_NUMBERS, "unit", "decimals", "series", "direction", "numerator_label", "denominator_label", "is_part_of_whole",
    "margin", "margin_reason", "baseline_value", "baseline_period", "baseline_note", "baseline_is_provisional",
    "baseline_is_reading", "comparability_note",
  ];
  const OF_PARTS = ["formula", "parts", "mean_years"];
  // What a formula answers by itself.
  const OF_ENTERED = ["numerator_label", "denominator_label", "is_part_of_whole"];
  const HIDDEN = {
    number: ["steps", ...OF_PARTS],
    words: ["steps", ...OF_NUMBERS],
    milestone: [...NOT_OF_STEPS, ...OF_PARTS],
    composite: ["steps", ...OF_ENTERED],
  };
  const ALL = [...new Set(Object.values(HIDDEN).flat())];

  const formula = document.querySelector("select[name=formula]");
  const row = (name) => document.querySelector(`.form-row.field-${name}`);
  const isUntouched = (field) =>
    field.type === "checkbox" ? field.checked === field.defaultChecked && !field.checked
      : field.tagName === "SELECT" ? [...field.options].every((choice) => choice.selected === choice.defaultSelected)
        : ["", "0"].includes(field.value.trim());

  function narrow() {
    const chosen = kinds.find((kind) => kind.checked)?.value ?? "number";
    for (const name of ALL) {
      const place = row(name);
      if (!place) continue;
      const fields = [...place.querySelectorAll("input:not([type=hidden]), select, textarea")];
      const isAsked = !HIDDEN[chosen].includes(name) && (name !== "mean_years" || formula?.value === "mean-over");
      place.hidden = !isAsked && fields.every(isUntouched) && !place.querySelector(".errorlist");
    }
    const targets = document.getElementById("targets-group");
    const hasTargets = chosen === "number" || chosen === "composite";
    if (targets) targets.hidden = !hasTargets && !targets.querySelector(".has_original, .errorlist");
  }

  formula?.addEventListener("change", narrow);
  for (const kind of kinds) kind.addEventListener("change", narrow);
  narrow();
});
