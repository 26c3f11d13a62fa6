// The list of lines: however long the meeting, only what is near the window is in the document.
const AHEAD = 12; // lines beyond the edges
const LEAST = 52; // height of a line, in pixels, before it was measured
const PER_LETTER = 0.32;

export class List {
  constructor(box, store, render) {
    Object.assign(this, { box, store, render, heights: new Map(), first: 0, last: -1 });
    this.top = document.createElement("div");
    this.rows = document.createElement("ol");
    this.rows.className = "lines__rows";
    this.bottom = document.createElement("div");
    box.replaceChildren(this.top, this.rows, this.bottom);
    box.addEventListener("scroll", () => this.schedule(), { passive: true });
    addEventListener("resize", () => { this.heights.clear(); this.refresh(); });
  }

  schedule() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => { this.waiting = null; this.paint(); });
  }

  height(line) {
    return this.heights.get(line.id) ?? LEAST + line.text.length * PER_LETTER;
  }

  /** Everything may read otherwise: draw again what is shown. */
  refresh() {
    this.last = -1;
    this.paint();
  }

  paint() {
    const { lines } = this.store;
    const [from, until] = [this.box.scrollTop, this.box.scrollTop + this.box.clientHeight];
    let [at, first, above] = [0, 0, 0];
    while (first < lines.length && at + this.height(lines[first]) < from) at += this.height(lines[first++]);
    above = at;
    let last = first;
    while (last < lines.length && at < until) at += this.height(lines[last++]);
    const begin = Math.max(0, first - AHEAD);
    for (let place = begin; place < first; place++) above -= this.height(lines[place]);
    const end = Math.min(lines.length, last + AHEAD);
    let below = 0;
    for (let place = end; place < lines.length; place++) below += this.height(lines[place]);
    this.top.style.height = `${above}px`;
    this.bottom.style.height = `${below}px`;
    if (begin === this.first && end === this.last) return;
    [this.first, this.last] = [begin, end];
    const known = new Map([...this.rows.children].map((row) => [row.dataset.line, row]));
    const busy = this.rows.querySelector(".line--editing");
    const rows = [];
    for (let place = begin; place < end; place++) {
      const row = busy?.dataset.line === lines[place].id ? busy : this.render(lines[place], place, known.get(lines[place].id));
      rows.push(row);
    }
    const held = document.activeElement?.closest?.("[data-line]")?.dataset.line;
    this.rows.replaceChildren(...rows);
    if (held && document.activeElement === document.body) this.row(held)?.focus({ preventScroll: true });
    for (const row of rows) this.heights.set(row.dataset.line, row.offsetHeight);
  }

  row(id) {
    return this.rows.querySelector(`[data-line="${CSS.escape(id)}"]`);
  }

  /** Draw a line again where it is shown. */
  redraw(id) {
    const row = this.row(id);
    const place = this.store.places.get(id);
    if (!row || place === undefined || row.classList.contains("line--editing")) return;
    const fresh = this.render(this.store.lines[place], place);
    const held = row.contains(document.activeElement);
    row.replaceWith(fresh);
    if (held) fresh.focus({ preventScroll: true });
    this.heights.set(id, fresh.offsetHeight);
  }

  /** Bring a line into view. */
  reveal(id) {
    const place = this.store.places.get(id);
    if (place === undefined) return;
    let row = this.row(id);
    if (!row) {
      let at = 0;
      for (let one = 0; one < place; one++) at += this.height(this.store.lines[one]);
      this.box.scrollTop = Math.max(0, at - this.box.clientHeight / 3);
      this.paint();
      row = this.row(id);
    }
    const edge = this.box.getBoundingClientRect();
    const here = row?.getBoundingClientRect();
    if (here && (here.top < edge.top + 8 || here.bottom > edge.bottom - 8)) {
      this.box.scrollTop += here.top - edge.top - this.box.clientHeight / 3;
      this.paint();
    }
  }
}
