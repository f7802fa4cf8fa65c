// Configurations in a list: merged and linked.

import { call } from "./api.js";
import { messenger, undoByKey } from "./page.js";

const tried = messenger(document.getElementById("message"));
undoByKey(tried);
const chosen = []; // in the order in which they were ticked

for (const box of document.querySelectorAll("[name=chosen]")) {
  box.addEventListener("change", () => {
    if (box.checked) chosen.push(box.value);
    else chosen.splice(chosen.indexOf(box.value), 1);
    for (const id of ["merge", "link"]) document.getElementById(id).disabled = chosen.length !== 2;
  });
}

document.getElementById("merge").addEventListener("click", () => tried(() => call("POST", `/configurations/${chosen[0]}/merge`, { guid: chosen[1] })));
document.getElementById("link").addEventListener("click", () => tried(() => call("POST", `/configurations/${chosen[0]}/links`, { guid: chosen[1] })));

for (const button of document.querySelectorAll("[data-unlink]")) {
  button.addEventListener("click", () => tried(() => call("DELETE", `/configurations/links/${button.dataset.unlink}`)));
}
