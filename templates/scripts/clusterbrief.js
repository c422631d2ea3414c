// What pages of the site can do beside what the site generator gives them.
(() => {
  "use strict";

  // Search from a USB stick: browsers refuse to fetch a file, but run one.
  if (location.protocol === "file:") {
    const fetched = window.fetch;
    const here = document.currentScript.src.replace(/site_libs\/[^/]*$/, "");
    const index = new Promise((given) => { window.clusterbriefSearch = given; });
    let asked = false;
    window.fetch = (address, ...more) => {
      if (!/search\.json$/.test(String(address))) return fetched(address, ...more);
      if (!asked) {
        asked = true;
        const script = document.createElement("script");
        script.src = here + "search-index.js";
        document.head.append(script);
      }
      return index.then((records) => new Response(JSON.stringify(records), { status: 200 }));
    };
  }

  // Tables sort by the column whose heading is chosen: numbers by size, words by the alphabet.
  const number = (text) => {
    const plain = text.replace(/[\u00a0\u202f\s%]/g, "").replace("\u2212", "-").replace(",", "");
    return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : null;
  };
  const sort = (table, column, up) => {
    const body = table.tBodies[0];
    const rows = Array.from(body.rows).map((row) => {
      const text = row.cells[column] ? row.cells[column].textContent.trim() : "";
      return { row, text, size: number(text) };
    });
    const numbers = rows.some((each) => each.size !== null);
    const words = new Intl.Collator(document.documentElement.lang || "en", { numeric: true });
    const empty = (each) => (numbers ? each.size === null : each.text === "" || each.text === "\u2013");
    rows.sort((a, b) => {
      if (empty(a) !== empty(b)) return empty(a) ? 1 : -1; // what has no figure stays last either way
      if (empty(a)) return 0;
      return (numbers ? a.size - b.size : words.compare(a.text, b.text)) * (up ? 1 : -1);
    });
    body.append(...rows.map((each) => each.row));
  };
  const makeSortable = (table) => {
    if (!table.tHead || !table.tBodies[0] || table.tBodies[0].rows.length < 3 || table.tHead.rows.length !== 1) return;
    Array.from(table.tHead.rows[0].cells).forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort-button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const up = heading.getAttribute("aria-sort") !== "ascending";
        Array.from(table.tHead.rows[0].cells).forEach((each) => each.removeAttribute("aria-sort"));
        heading.setAttribute("aria-sort", up ? "ascending" : "descending");
        sort(table, column, up);
      });
    });
  };
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("main table").forEach(makeSortable));
})();
