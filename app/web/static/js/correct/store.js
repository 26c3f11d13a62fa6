// The transcript in this browser: lines in order, voices, items; what the server tells is laid over it.
export class Store extends EventTarget {
  constructor(api) {
    super();
    this.api = api;
    this.reset();
  }

  reset() {
    this.lines = [];
    this.places = new Map();
    this.speakers = [];
    this.items = [];
    this.people = [];
    this.seq = 0;
    this.checked = 0;
    this.total = 0;
    this.drafted = true;
    this.complete = false;
  }

  /** Read everything, the first stretch short so that work can begin at once; who asks last is answered. */
  load() {
    const mine = this.read(() => this.loading === mine);
    Object.assign(this, { loading: mine, broken: false });
    mine.catch(() => { this.broken = this.loading === mine; });
    return mine;
  }

  /** Wait until everything is read: what the server tells cannot be laid over half a transcript. */
  async ready() {
    if (this.broken) this.load();
    for (let seen = null; seen !== this.loading; await seen) seen = this.loading;
  }

  async read(wanted) {
    let after = null;
    for (let limit = 150; ; limit = 2000) {
      const query = new URLSearchParams({ limit, ...(after ? { after } : {}) });
      const answer = await fetch(`${this.api}?${query}`);
      if (!answer.ok) throw new Error(String(answer.status));
      const page = await answer.json();
      if (!wanted()) return this.ready();
      if (after === null) {
        this.reset(); // not before: without a connection what is shown stays
        this.seq = page.seq;
      }
      Object.assign(this, {
        speakers: page.speakers, items: page.items, people: page.people,
        checked: page.checked, total: page.total, drafted: page.drafted,
      });
      for (const line of page.lines) {
        this.places.set(line.id, this.lines.length);
        this.lines.push(line);
      }
      after = page.next;
      this.complete = !after;
      this.tell("loaded");
      if (!after) return;
    }
  }

  tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  line(id) {
    return this.lines[this.places.get(id)];
  }

  /** Lay over what became of the transcript since a correction; true: everything is to be read anew. */
  take(changes) {
    if (changes.reload) return true;
    const gone = new Set(changes.removed ?? []);
    if (gone.size) this.lines = this.lines.filter((line) => !gone.has(line.id));
    if (gone.size) this.places = new Map(this.lines.map((line, place) => [line.id, place]));
    const added = [];
    for (const line of changes.lines ?? []) {
      if (this.places.has(line.id)) this.lines[this.places.get(line.id)] = line;
      else added.push(line);
    }
    for (const line of added) {
      const before = changes.after[line.id];
      const at = before === null ? 0 : this.lines.findIndex((one) => one.id === before) + 1;
      this.lines.splice(at, 0, line);
    }
    if (changes.seq) {
      Object.assign(this, {
        seq: changes.seq, drafted: changes.drafted ?? false, checked: changes.checked ?? 0,
      });
      if (changes.speakers && JSON.stringify(changes.speakers) !== JSON.stringify(this.speakers)) this.speakers = changes.speakers;
    }
    this.total = Math.max(this.total, this.lines.length);
    if (added.length) this.places = new Map(this.lines.map((line, place) => [line.id, place]));
    this.tell("changed", { ids: new Set((changes.lines ?? []).map((line) => line.id)), shape: gone.size + added.length > 0 });
    return false;
  }

  speaker(id) {
    return this.speakers.find((one) => one.id === id);
  }

  nameOf(id, unknown) {
    return this.speaker(id)?.name ?? (id ? `${unknown} ${id}` : unknown);
  }

  item(number) {
    return this.items.find((one) => one.number === number);
  }

  /** Whether a place deserves a look: what the engines doubt and nobody has heard yet. */
  doubtful(line) {
    if (!line.text || line.checked) return false;
    const flags = (line.flags ?? []).filter((flag) => flag !== "edited");
    const unsure = (line.words ?? []).filter((word) => word[2] < 0.5).length;
    return flags.length > 0 || unsure > 0;
  }

  /** Place of the line that sounds at a second. */
  at(second) {
    let [low, high] = [0, this.lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.lines[middle].start ?? 0) <= second + 0.02) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
