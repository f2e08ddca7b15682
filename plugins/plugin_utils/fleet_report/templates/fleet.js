"use strict";
(() => {
  const table = document.querySelector("table.databases");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows, (row) => ({
    row,
    text: row.textContent.toLocaleLowerCase(),
    values: Array.from(row.cells, (cell) => cell.dataset.value ?? cell.textContent.trim()),
  }));

  const form = document.querySelector("form.filter");
  const status = form.querySelector("[role=status]");
  const filter = () => {
    const words = form.elements.text.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const states = new Set(Array.from(form.querySelectorAll("[name=state]:checked"), (box) => box.value));
    let shown = 0;
    for (const { row, text } of rows) {
      row.hidden = !(states.has(row.dataset.state) && words.every((word) => text.includes(word)));
      shown += row.hidden ? 0 : 1;
    }
    status.textContent = `${shown} of ${rows.length} databases`;
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();

  const headings = Array.from(table.tHead.rows[0].cells);
  const sort = (heading, index) => {
    const descending = heading.getAttribute("aria-sort") === "ascending";
    for (const other of headings) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const compare = heading.dataset.sort === "text"
      ? (a, b) => a.values[index].localeCompare(b.values[index], undefined, { numeric: true })
      : (a, b) => Number(a.values[index]) - Number(b.values[index]);
    rows.sort((a, b) => (descending ? -compare(a, b) : compare(a, b)));
    body.append(...rows.map(({ row }) => row));
  };
  headings.forEach((heading, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    heading.replaceChildren(button);
    button.addEventListener("click", () => sort(heading, index));
  });

  // What is closed on the screen is wanted on paper.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("tr:not([hidden]) details:not([open])"));
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  for (const button of document.querySelectorAll("[data-copy]")) {
    const text = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      getSelection().selectAllChildren(text);
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = "Copied";
      } catch {
        // Pages from a file may not write to the clipboard; the text is selected, one key copies it.
        button.textContent = "Selected";
      }
    });
  }
})();
