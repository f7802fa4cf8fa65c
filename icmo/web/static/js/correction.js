// A corrected text: what it does to the codings is shown first; those that would be lost must be named.

import { call, element, words } from "./api.js";
import { messenger } from "./page.js";

const form = document.getElementById("correction");
const found = document.getElementById("found");
const save = document.getElementById("save");
const message = document.getElementById("message");
const tried = messenger(message);
const { guid, sha256 } = form.dataset;

const body = () => ({ text: form.elements.text.value, sha256, drop: [...found.querySelectorAll("input:checked")].map((box) => box.value) });

document.getElementById("look").addEventListener("click", async () => {
  message.textContent = "";
  const made = await tried(() => call("POST", `/transcripts/${guid}/correction/preview`, body()), { reload: false });
  if (made) show(made);
});

form.elements.text.addEventListener("input", () => (save.disabled = true));

function show(made) {
  const row = (one, box) => element("li", {}, box && element("input", { type: "checkbox", value: one.guid, id: `drop-${one.guid}` }), element("label", { for: `drop-${one.guid}` }, ` ${one.code}: ”${one.before}”${one.after ? ` → ”${one.after}”` : ""}`));
  const list = (name, some, box) => some.length && element("section", { className: "box" }, element("p", { text: words(name, { n: some.length }) }), element("ul", { className: "plain" }, ...some.map((one) => row(one, box))));
  found.replaceChildren(element("p", { text: words("kept", { n: made.kept - made.review.length }) }), ...[list("review", made.review, false), list("lost", made.lost, true)].filter(Boolean));
  save.disabled = false;
  found.scrollIntoView({ block: "nearest" });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const made = await tried(() => call("POST", `/transcripts/${guid}/correction`, body()), { reload: false });
  if (made) location.assign(made.review.length ? `/transcripts/${guid}/versions` : `/transcripts/${guid}`);
});
