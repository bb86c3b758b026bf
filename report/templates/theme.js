"use strict";
// Light, dark, or as the system has it: the button goes round, and the choice stays where storage is allowed.
(() => {
  const themes = ["system", "light", "dark"];
  const root = document.documentElement;
  const button = document.getElementById("theme");
  let kept = null;
  try { kept = localStorage.getItem("theme"); } catch { /* a file may have no storage */ }
  const show = (theme) => {
    if (theme === "system") delete root.dataset.theme; else root.dataset.theme = theme;
    button.textContent = `Colours: ${theme}`;
    button.value = theme;
  };
  show(themes.includes(kept) ? kept : "system");
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(button.value) + 1) % themes.length];
    show(next);
    try { localStorage.setItem("theme", next); } catch { /* then it holds until the page is closed */ }
  });
})();
