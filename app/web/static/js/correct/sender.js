// Corrections on their way: kept on this device until the server has them, sent in order, each made once.
const RETRY = 4000; // milliseconds
const POLL = 5000;
const MOST = 100; // corrections at once

export class Sender {
  constructor(store, { say, refused, present, here }) {
    Object.assign(this, { store, say, refused, present, here, sending: false });
    this.key = `transcript-edits:${store.api}`;
    addEventListener("online", () => this.send());
    setInterval(() => this.poll(), POLL);
  }

  queued() {
    return JSON.parse(localStorage.getItem(this.key) ?? "[]");
  }

  keep(list) {
    if (list.length) localStorage.setItem(this.key, JSON.stringify(list));
    else localStorage.removeItem(this.key);
  }

  /** Make corrections; `guarded` names utterances that must still be as they are shown here. */
  push(edits, guarded = []) {
    const seen = Object.fromEntries(
      guarded.map((id) => this.store.line(id)).filter(Boolean).map((line) => [line.id, line.revision ?? 0]),
    );
    const wishes = edits.map((edit) => ({ client_id: crypto.randomUUID(), edit, seen }));
    this.keep([...this.queued(), ...wishes]);
    return this.send();
  }

  undo(seq) {
    this.keep([...this.queued(), { client_id: crypto.randomUUID(), undo: seq }]);
    return this.send();
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    try {
      try {
        await this.store.ready();
      } catch {
        return this.later(this.queued().length);
      }
      for (let list = this.queued(); list.length; list = this.queued()) {
        this.say("saving");
        const stop = list.findIndex((one) => one.undo !== undefined);
        const batch = stop === 0 ? list.slice(0, 1) : list.slice(0, Math.min(MOST, stop < 0 ? list.length : stop));
        let answer;
        try {
          answer = await this.post(batch);
        } catch {
          return this.later(list.length);
        }
        if (answer.status >= 500 || answer.status === 429) return this.later(list.length);
        const sent = new Set(batch.map((one) => one.client_id));
        const body = await answer.json().catch(() => ({}));
        this.keep(this.queued().filter((one) => !sent.has(one.client_id)));
        if (!answer.ok) {
          this.say("failed");
          this.refused(body.detail ? `${body.title ?? ""} ${body.detail}`.trim() : body.title ?? "", batch);
          continue;
        }
        const refused = (body.outcomes ?? []).filter((one) => one.state === "refused");
        for (const one of refused) this.refused(one.message, batch.filter((wish) => wish.client_id === one.client_id));
        if (this.store.take(body)) await this.store.load();
        this.last = body.outcomes?.findLast((one) => one.seq)?.seq ?? this.last;
        this.say(refused.length ? "failed" : "saved");
      }
    } finally {
      this.sending = false;
    }
  }

  post(batch) {
    const undo = batch[0].undo;
    const at = undo === undefined ? "edits" : `edits/${undo}/undo`;
    return fetch(`${this.store.api}/${at}?since=${this.store.seq}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(undo === undefined ? { edits: batch } : { client_id: batch[0].client_id }),
    });
  }

  later(waiting) {
    this.say("offline", { n: waiting });
    setTimeout(() => this.send(), RETRY);
  }

  /** Ask what others did meanwhile, and tell where this person is. */
  async poll() {
    if (this.sending || document.hidden || !this.store.complete) return;
    const query = new URLSearchParams({ since: this.store.seq });
    const at = this.here();
    if (at) query.set("at", at);
    try {
      const answer = await fetch(`${this.store.api}/changes?${query}`);
      if (!answer.ok || this.sending) return;
      const changes = await answer.json();
      this.present(changes.present ?? []);
      if (changes.seq === this.store.seq && !changes.reload) return;
      if (this.store.take(changes)) await this.store.load();
    } catch {
      // without a connection there is nothing to be told; corrections wait by themselves
    }
  }
}
