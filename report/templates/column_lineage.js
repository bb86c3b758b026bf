(() => {
  const { relations, columns, origins } = JSON.parse(document.getElementById("lineage").textContent);
  const ways = ["shown", "coded", "used"];
  const readers = columns.map(() => []);
  origins.forEach((list, column) => list.forEach(([origin, way]) => readers[origin].push([column, way])));
  const byRelation = relations.map(() => []);
  columns.forEach(([relation], column) => byRelation[relation].push(column));
  const full = (column) => `${relations[columns[column][0]][0]}.${columns[column][1]}`;
  const room = (column) => relations[columns[column][0]][1];
  const byName = new Map(columns.map((_, column) => [full(column), column]));
  const [search, relationList, columnList, hits, shown] = ["search", "relation", "column", "hits", "shown"].map(
    (id) => document.getElementById(id),
  );

  const make = (tag, text, properties = {}) => Object.assign(document.createElement(tag), { textContent: text }, properties);
  const link = (column) => make("a", full(column), { href: `#${encodeURIComponent(full(column))}` });

  // All that is reached from a column, nearest first, each with the column before it and the least that is left of it.
  const reach = (start, next) => {
    const found = new Map([[start, { before: null, way: 0 }]]);
    for (const here of found.keys()) {
      for (const [other, way] of next[here]) {
        const least = Math.max(way, found.get(here).way);
        if (!found.has(other)) found.set(other, { before: here, way: least });
      }
    }
    // a longer path may leave more of it
    for (let changed = true; changed; ) {
      changed = false;
      for (const [here, entry] of found) {
        for (const [other, way] of next[here]) {
          const least = Math.max(way, entry.way);
          if (least < found.get(other).way) {
            Object.assign(found.get(other), { before: here, way: least });
            changed = true;
          }
        }
      }
    }
    found.delete(start);
    return found;
  };

  const list = (title, entries, empty) => {
    const part = document.createElement("section");
    part.append(make("h3", `${title} (${entries.length})`));
    if (!entries.length) part.append(make("p", empty));
    const items = make("ul", "", { className: "found" });
    for (const { column, way, trail } of entries) {
      const item = document.createElement("li");
      item.append(link(column), make("span", ` ${ways[way]} · ${room(column)}`, { className: "way" }));
      if (trail) {
        const path = document.createElement("details");
        path.append(make("summary", "by which way"), make("p", trail.map(full).join(" › "), { className: "trail" }));
        item.append(path);
      }
      items.append(item);
    }
    part.append(items);
    return part;
  };

  const show = (column) => {
    const [relation, name] = columns[column];
    relationList.value = relation;
    fillColumns(relation);
    columnList.value = column;
    const upstream = reach(column, origins);
    const downstream = reach(column, readers);
    const trail = (from, found) => {
      const path = [from];
      for (let here = from; here !== column; path.push(here)) here = found.get(here).before;
      return path;
    };
    const delivered = [...upstream].filter(([other]) => room(other) === "landing");
    const direct = (entries) => entries.map(([other, way]) => ({ column: other, way }));
    const gold = ["kimball", "vault marts", "obt", "serving", "questions"];
    const inGold = [...downstream].filter(([other]) => gold.includes(room(other)));
    const parts = make("div", "", { className: "cols" });
    parts.append(
      list(
        "Delivered as",
        delivered.map(([other, { way }]) => ({ column: other, way, trail: trail(other, upstream) })),
        room(column) === "landing" ? "This is a delivered column." : "From no delivered column: made by the query alone.",
      ),
      list("Made directly of", direct(origins[column]), "Of no column."),
      list("Read directly by", direct(readers[column]), "By nothing."),
      list(
        "In gold, near and far",
        inGold.map(([other, { way }]) => ({ column: other, way, trail: trail(other, downstream).reverse() })),
        "Nowhere.",
      ),
    );
    shown.replaceChildren(
      make("h3", `${relations[relation][0]}.${name}`, { id: "chosen" }),
      make("p", `${relations[relation][1]}. ${relations[relation][2]}`),
      make("p", `Columns that it is made of, near and far: ${upstream.size}; that are made of it: ${downstream.size}.`),
      parts,
    );
  };

  const fillColumns = (relation) =>
    columnList.replaceChildren(...byRelation[relation].map((column) => make("option", columns[column][1], { value: column })));
  const go = (column) => { location.hash = encodeURIComponent(full(column)); };

  const groups = new Map();
  relations.forEach(([name, group], number) => {
    if (!byRelation[number].length) return;
    if (!groups.has(group)) groups.set(group, make("optgroup", "", { label: group }));
    groups.get(group).append(make("option", name, { value: number }));
  });
  for (const group of groups.values()) group.replaceChildren(...[...group.children].sort((a, b) => (a.text < b.text ? -1 : 1)));
  relationList.replaceChildren(...groups.values());

  relationList.addEventListener("change", () => go(byRelation[relationList.value][0]));
  columnList.addEventListener("change", () => go(Number(columnList.value)));
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = words.length ? columns.map((_, column) => column).filter((column) => words.every((word) => full(column).includes(word))) : [];
    const items = found.slice(0, 40).map((column) => {
      const item = document.createElement("li");
      item.append(link(column));
      return item;
    });
    if (found.length > 40) items.push(make("li", `and ${found.length - 40} more: write more of the name`));
    if (words.length && !found.length) items.push(make("li", "No column has that in its name."));
    hits.replaceChildren(...items);
  });
  document.getElementById("chooser").addEventListener("submit", (event) => {
    event.preventDefault();
    hits.querySelector("a")?.click();
  });
  const follow = () => {
    const column = byName.get(decodeURIComponent(location.hash.slice(1)));
    if (column === undefined) return;
    hits.replaceChildren();
    search.value = "";
    show(column);
    document.getElementById("choose").scrollIntoView();
  };
  addEventListener("hashchange", follow);
  const first = byName.get("fct_order_lines.net_revenue_eur") ?? byRelation.findIndex((list) => list.length) ?? 0;
  show(first);
  follow();
})();
