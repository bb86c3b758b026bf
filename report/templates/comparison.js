// Tables sort by a click on a heading, or by Enter or Space on it: up, then down.
(() => {
  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return "order" in cell.dataset ? Number(cell.dataset.order) : cell.textContent.trim();
  };
  const compare = (a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return a.localeCompare(b, "en", { numeric: true });
  };
  for (const heading of document.querySelectorAll("th[data-sorts]")) {
    heading.firstElementChild.addEventListener("click", () => {
      const up = heading.getAttribute("aria-sort") !== "ascending";
      const body = heading.closest("table").tBodies[0];
      const column = heading.cellIndex;
      const rows = [...body.rows].map((row, place) => ({ row, place, key: keyOf(row, column) }));
      rows.sort((a, b) => (up ? compare(a.key, b.key) : compare(b.key, a.key)) || a.place - b.place);
      body.append(...rows.map((entry) => entry.row));
      for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    });
  }
  // A link to a question opens it, and a printed page shows what is folded.
  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  addEventListener("hashchange", open);
  open();
  addEventListener("beforeprint", () => {
    for (const question of document.querySelectorAll("details.question")) question.open = true;
  });
})();
