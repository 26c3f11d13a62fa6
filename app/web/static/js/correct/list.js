// The list of lines: however long the meeting, only what is near the window is in the document.
const AHEAD = 12; // lines beyond the edges
const LEAST = 52; // height of a line, in pixels, before it was measured
const PER_LETTER = 0.32;

export class List {
  constructor(box, store, render, here) {
    Object.assign(this, { box, store, render, here, heights: new Map(), first: 0, last: -1 });
    this.top = document.createElement("div");
    this.rows = document.createElement("ol");
    this.rows.className = "lines__rows";
    this.bottom = document.createElement("div");
    box.replaceChildren(this.top, this.rows, this.bottom);
    box.addEventListener("scroll", () => this.schedule(), { passive: true });
    addEventListener("resize", () => { this.heights.clear(); this.sums = null; this.refresh(); });
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
    this.sums = null;
    this.paint();
  }

  /** Where every line begins, worked out again only when a height or the order has changed. */
  tops() {
    const { lines } = this.store;
    if (this.sums && this.summed === lines && this.sums.length === lines.length + 1) return this.sums;
    const sums = new Float64Array(lines.length + 1);
    for (let place = 0; place < lines.length; place++) sums[place + 1] = sums[place] + this.height(lines[place]);
    [this.sums, this.summed] = [sums, lines];
    return sums;
  }

  /** Keep the height of rows as they are drawn; all are read together, so that the page is laid out once. */
  measure(rows) {
    const found = rows.map((row) => row.offsetHeight);
    rows.forEach((row, at) => {
      if (this.heights.get(row.dataset.line) === found[at]) return;
      this.heights.set(row.dataset.line, found[at]);
      this.sums = null;
    });
  }

  placeAt(pixel) {
    const sums = this.tops();
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle + 1] <= pixel) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  paint() {
    const { lines } = this.store;
    const sums = this.tops();
    const [from, until] = [this.box.scrollTop, this.box.scrollTop + this.box.clientHeight];
    const begin = Math.max(0, this.placeAt(from) - AHEAD);
    const end = Math.min(lines.length, this.placeAt(until) + 1 + AHEAD);
    if (begin === this.first && end === this.last) return;
    [this.first, this.last] = [begin, end];
    this.top.style.height = `${sums[begin]}px`;
    this.bottom.style.height = `${sums[lines.length] - sums[end]}px`;
    const known = new Map([...this.rows.children].map((row) => [row.dataset.line, row]));
    const held = document.activeElement?.closest?.("[data-line]")?.dataset.line;
    const [rows, fresh] = [[], []];
    for (let place = begin; place < end; place++) {
      const old = known.get(lines[place].id);
      const keep = old && (old.classList.contains("line--editing") || this.same(old, place));
      const row = keep ? old : this.draw(place);
      rows.push(row);
      if (!keep) fresh.push(row);
      known.delete(lines[place].id);
    }
    for (const row of known.values()) row.remove();
    rows.forEach((row, at) => {
      if (this.rows.children[at] !== row) this.rows.insertBefore(row, this.rows.children[at] ?? null);
    });
    for (const row of [...this.rows.children].slice(rows.length)) row.remove();
    if (held && document.activeElement === document.body) this.row(held)?.focus({ preventScroll: true });
    this.measure(fresh);
  }

  draw(place) {
    const line = this.store.lines[place];
    const row = this.render(line, place);
    row.shown = { line, item: this.store.lines[place - 1]?.item, speakers: this.store.speakers, here: row.classList.contains("line--here") };
    return row;
  }

  /** Whether a row is still what would be drawn. */
  same(row, place) {
    const { line, item, speakers, here } = row.shown ?? {};
    return line === this.store.lines[place] && item === this.store.lines[place - 1]?.item
      && speakers === this.store.speakers && !here === (this.here() !== line.id);
  }

  row(id) {
    return this.rows.querySelector(`[data-line="${CSS.escape(id)}"]`);
  }

  /** Draw a line again where it is shown. */
  redraw(id) {
    const row = this.row(id);
    const place = this.store.places.get(id);
    if (!row || place === undefined || row.classList.contains("line--editing")) return;
    if (this.same(row, place)) return;
    const fresh = this.draw(place);
    const held = row.contains(document.activeElement);
    row.replaceWith(fresh);
    if (held) fresh.focus({ preventScroll: true });
    this.dirty = [...(this.dirty ?? []), fresh];
    this.later ??= requestAnimationFrame(() => {
      this.later = null;
      this.measure(this.dirty.splice(0).filter((one) => one.isConnected));
    });
  }

  /** Bring a line into view. */
  reveal(id) {
    const place = this.store.places.get(id);
    if (place === undefined) return;
    let row = this.row(id);
    if (!row) {
      this.box.scrollTop = Math.max(0, this.tops()[place] - this.box.clientHeight / 3);
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
