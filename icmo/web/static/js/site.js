// What every page shares: the language switch, who is coding, dialogs that close.

const YEAR = 365 * 24 * 3600;

function keep(name, value) {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR}; samesite=strict`;
}

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    keep("icmo-language", button.dataset.language);
    location.reload();
  });
}

const who = document.getElementById("who-dialog");
document.getElementById("who").addEventListener("click", () => who.showModal());
who.querySelector("form").addEventListener("submit", () => {
  keep("icmo-coder", who.querySelector("[name=coder]").value.trim());
  location.reload();
});
if (who.dataset.open) who.showModal();

for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog").close());
