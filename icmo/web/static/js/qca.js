// Conditions put into the form of the QCA from the list of codes and variables.

const form = document.getElementById("qca");
const offered = document.getElementById("offered");

for (const button of form.querySelectorAll("[data-put]")) {
  button.addEventListener("click", () => {
    const field = form.elements[button.dataset.put];
    const line = offered.value;
    field.value = button.dataset.put === "outcome" ? line : [field.value.trim(), line].filter(Boolean).join("\n");
    field.focus();
  });
}
