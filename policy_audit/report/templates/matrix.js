"use strict";
// Sorts and filters the matrix. Without it the whole matrix stands there, as the page was written.
(() => {
  const table = document.querySelector("table.matrix");
  const form = document.getElementById("sieve");
  if (!table || !form) return;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const rows = [...body.rows].map((row, place) => {
    const cells = [...row.cells].slice(1);
    return { row, place, cells, name: row.cells[0].textContent.trim() };
  });
  const names = heads.map((head) => head.textContent.trim());
  const worst = ["contradicted", "missing", "partial", "undetermined", "met", "none-found", "not-applicable"];
  const gap = new Set(worst.slice(0, 3));
  const tone = (cell) => cell.classList[0];
  const has = (name, words) => name.toLowerCase().includes(words);

  const filter = () => {
    const words = form.elements.words.value.trim().toLowerCase();
    const wanted = form.elements.determination.value;
    const severity = form.elements.severity.value;
    const sieving = Boolean(wanted || severity);
    const fits = (cell) =>
      (!wanted || tone(cell) === wanted) && (!severity || cell.dataset.severity === severity);
    // Words name districts or requirements: whichever has them is kept, the others of its kind go.
    const rowNamed = rows.map((each) => has(each.name, words));
    const columnNamed = names.map((name) => has(name, words));
    const inRows = rowNamed.includes(true);
    const inColumns = columnNamed.includes(true);
    const kept = (named, any, other) => named || (!any && other);
    const columns = columnNamed.map((named) => kept(named, inColumns, inRows));
    const columnFits = names.map(() => !sieving);
    let shown = 0;
    rows.forEach((each, at) => {
      let any = !sieving;
      const named = kept(rowNamed[at], inRows, inColumns);
      each.cells.forEach((cell, column) => {
        const fit = fits(cell);
        cell.classList.toggle("faint", sieving && !fit);
        if (fit && named && columns[column]) any = columnFits[column] = true;
      });
      each.row.hidden = !(named && any);
      if (!each.row.hidden) shown += 1;
    });
    let across = 0;
    heads.forEach((head, column) => {
      head.hidden = !(columns[column] && columnFits[column]);
      if (!head.hidden) across += 1;
      rows.forEach((each) => { each.cells[column].hidden = head.hidden; });
    });
    const { down, across: columnsOf } = table.dataset;
    document.getElementById("sieved").textContent =
      `${shown} of ${rows.length} ${down} and ${across} of ${heads.length} ${columnsOf} shown.`;
  };

  const number = (test) => (each) => -each.cells.filter(test).length;
  const orders = {
    listed: (each) => each.place,
    name: (each) => each.name,
    gaps: number((cell) => gap.has(tone(cell))),
    critical: number((cell) => cell.dataset.severity === "critical"),
  };
  const sort = (key) => {
    const order = (a, b) => {
      const [one, other] = [key(a), key(b)];
      const compared = typeof one === "string" ? one.localeCompare(other) : one - other;
      return compared || a.place - b.place;
    };
    body.append(...[...rows].sort(order).map((each) => each.row));
  };
  const byColumn = (column) => {
    heads.forEach((head, at) => {
      if (at === column) head.setAttribute("aria-sort", "descending");
      else head.removeAttribute("aria-sort");
    });
  };
  heads.forEach((head, column) => {
    const label = head.querySelector(".turn");
    const button = document.createElement("button");
    button.type = "button";
    button.title = "Sort by this column, gaps first";
    if (label.querySelector("a")) {
      button.textContent = "⇅";
      button.setAttribute("aria-label", `Sort by ${names[column]}`);
      head.append(button);
    } else {
      button.append(...label.childNodes);
      label.append(button);
    }
    button.addEventListener("click", () => {
      form.elements.order.value = "column";
      byColumn(column);
      sort((each) => worst.indexOf(tone(each.cells[column])));
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  form.elements.order.addEventListener("change", () => {
    byColumn(-1);
    sort(orders[form.elements.order.value]);
  });
  form.addEventListener("reset", () => {
    byColumn(-1);
    sort(orders.listed);
    setTimeout(filter);
  });
  form.hidden = false;
})();
