// The form of a new row: of what belongs to a city or a plan, only what belongs to the chosen one can be chosen.
document.addEventListener("DOMContentLoaded", () => {
  const plan = document.getElementById("id_plan");
  const city = document.getElementById("id_municipality");

  const chosenCity = () => city?.value || plan?.selectedOptions?.[0]?.dataset.city || "";
  const fits = (choice) => {
    const { plan: ofPlan, city: ofCity } = choice.dataset;
    if (ofPlan !== undefined) return !plan?.value || plan.value === ofPlan;
    return !chosenCity() || chosenCity() === ofCity;
  };

  function narrow() {
    for (const choice of document.querySelectorAll(":is(option, input)[data-plan], :is(option, input)[data-city]")) {
      if (choice.parentElement === plan) continue;
      const stays = fits(choice);
      choice.disabled = !stays;
      if (choice.tagName === "OPTION") {
        choice.hidden = !stays;
        if (!stays && choice.selected) choice.closest("select").value = "";
      } else {
        choice.closest("label").parentElement.hidden = !stays;
        if (!stays) choice.checked = false;
      }
    }
  }

  for (const one of [plan, city]) one?.addEventListener("change", narrow);
  document.addEventListener("formset:added", narrow);
  narrow();
});
