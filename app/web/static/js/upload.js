// Uploads recordings by the tus protocol: pause, go on, survive a lost connection and a reload.
// Without this module the plain form does it.
const form = document.getElementById("upload");
const input = form?.querySelector("input[type=file]");
const list = document.getElementById("upload-list");
const news = document.getElementById("upload-news");
const words = form?.dataset;

const PATIENCE = [0, 1000, 2000, 4000, 8000, 15000, 30000, 60000];
const ASK_AGAIN = 1000;
const STALLED = 20000; // ms without a byte after which a connection counts as dead

function amount(bytes) {
  const [value, unit] = bytes >= 1e9 ? [bytes / 1e9, "GB"] : [bytes / 1e6, "MB"];
  return `${value.toLocaleString(words.lang, { maximumFractionDigits: 1 })} ${unit}`;
}

function left(seconds) {
  if (!Number.isFinite(seconds)) return "";
  const text = seconds < 60 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
  return words.left.replace("{left}", text);
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

// One line of the list: name, bar, text, buttons.
class Row {
  constructor(name) {
    this.name = name;
    this.box = element("div", "sending kern-progress");
    const line = element("div", "sending__row");
    this.text = element("span", "sending__text");
    line.append(element("strong", "", name), this.text);
    this.bar = document.createElement("progress");
    this.bar.max = 1;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", `${words.sending}: ${name}`);
    this.tools = element("div", "sending__tools");
    this.box.append(line, this.bar, this.tools);
    list.append(this.box);
  }

  say(text, kind = "") {
    this.text.textContent = text;
    this.box.classList.remove("sending--failed", "sending--asks");
    if (kind) this.box.classList.add(`sending--${kind}`);
    news.textContent = `${this.name}: ${text}`;
  }

  // Buttons are [word, what to do]; they take the place of those that were there.
  offer(...buttons) {
    const focused = this.tools.contains(document.activeElement);
    this.tools.replaceChildren(
      ...buttons.map(([word, act]) => {
        const made = element("button", "kern-btn kern-btn--tertiary kern-btn--x-small");
        made.type = "button";
        made.append(element("span", "kern-label", word));
        made.setAttribute("aria-label", `${word}: ${this.name}`);
        made.addEventListener("click", act);
        return made;
      }),
    );
    if (focused) this.tools.querySelector("button")?.focus();
  }

  remove() {
    this.box.remove();
  }
}

async function call(method, address, body) {
  const answer = await fetch(address, {
    method,
    headers: {
      Accept: "application/json",
      "Accept-Language": words.lang,
      ...(method === "DELETE" ? { "Tus-Resumable": "1.0.0" } : {}),
      ...(body ? { "Content-Type": "application/json" } : {}),
    },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(detail(text));
  return text ? JSON.parse(text) : null;
}

function detail(text) {
  try {
    return JSON.parse(text).detail || words.failed;
  } catch {
    return words.failed; // the answer was no JSON: keep the general sentence
  }
}

function reason(state) {
  return state.failure?.[words.lang] || words.failed;
}

// After the last byte: wait for the verdict, ask where the file is there already. True: the page has news.
async function verdict(row, address) {
  for (;;) {
    const state = await call("GET", address).catch((error) => {
      if (error instanceof TypeError) return null; // the line is away; the file is safe where it went
      throw error;
    });
    if (state === null) {
      row.say(words.offline, "asks");
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
      continue;
    }
    if (state.state === "done") {
      row.say(words.done);
      row.offer();
      return true;
    }
    if (state.state === "refused") {
      refused(row, address, reason(state));
      return false;
    }
    if (state.state === "duplicate") return decision(row, address, state);
    row.say(words.checking);
    row.offer();
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
  }
}

function refused(row, address, text) {
  row.bar.hidden = true;
  row.say(text, "failed");
  row.offer([words.hide, () => call("DELETE", address).finally(() => row.remove())]);
}

function decision(row, address, state) {
  const here = state.duplicate_of === words.meeting;
  row.bar.hidden = true;
  row.say(here ? words.twinHere : words.twinThere, "asks");
  return new Promise((resolve, reject) => {
    const decide = (take) => async () => {
      row.offer();
      try {
        await call("POST", `${address}/decision`, { take });
        if (take) return resolve(await verdict(row, address));
        row.remove();
        return resolve(false);
      } catch (error) {
        return reject(error);
      }
    };
    row.offer([words.leave, decide(false)], [words.take, decide(true)]);
    if (!here) {
      const link = element("a", "kern-link kern-link--small", words.show);
      link.href = `/meetings/${state.duplicate_of}`;
      row.tools.append(link);
    }
  });
}

function send(file) {
  const row = new Row(file.name);
  return new Promise((resolve) => {
    let begun = performance.now();
    let first = null;
    let heard = 0; // when bytes last went out
    let watch = 0;
    const upload = new tus.Upload(file, {
      endpoint: words.endpoint,
      metadata: { filename: file.name, filetype: file.type },
      headers: { Accept: "application/json", "Accept-Language": words.lang },
      retryDelays: PATIENCE,
      removeFingerprintOnSuccess: true,
      onProgress(sent, total) {
        heard = performance.now();
        if (first === null) [first, begun] = [sent, performance.now()];
        const pace = (sent - first) / ((performance.now() - begun) / 1000);
        row.bar.value = total ? sent / total : 0;
        const rest = sent - first > total * 0.02 ? left((total - sent) / pace) : "";
        row.text.textContent = `${amount(sent)} / ${amount(total)}${rest ? ` · ${rest}` : ""}`;
      },
      async onSuccess() {
        clearInterval(watch);
        row.bar.value = 1;
        await finish();
      },
      async onError(error) {
        clearInterval(watch);
        const body = error.originalResponse?.getBody();
        const status = error.originalResponse?.getStatus() ?? 0;
        if (status === 422 && upload.url) {
          refused(row, upload.url, detail(body)); // complete, and not accepted
          return resolve(false);
        }
        if (status >= 400 && status < 500 && status !== 423 && status !== 409) {
          row.say(detail(body), "failed");
          row.offer([words.hide, () => row.remove()]);
          return resolve(false);
        }
        row.say(words.offline, "asks");
        row.offer([words.resume, start], [words.discard, stop]);
        addEventListener("online", start, { once: true });
      },
    });
    async function finish() {
      try {
        resolve(await verdict(row, upload.url));
      } catch (error) {
        row.say(error.message, "failed");
        resolve(false);
      }
    }
    function start() {
      removeEventListener("online", start);
      clearInterval(watch);
      first = null;
      heard = performance.now();
      watch = setInterval(revive, 1000);
      row.say(words.sending);
      row.offer([words.pause, pause], [words.discard, stop]);
      upload.start();
    }
    async function revive() {
      // A line that died without a word: the browser would wait for ever, the service knows how far it is.
      if (performance.now() - heard < STALLED) return;
      heard = performance.now();
      await upload.abort();
      upload.start();
    }
    async function pause() {
      clearInterval(watch);
      await upload.abort();
      row.say(words.paused);
      row.offer([words.resume, start], [words.discard, stop]);
    }
    async function stop() {
      clearInterval(watch);
      removeEventListener("online", start);
      row.offer();
      await upload.abort(true).catch(() => {}); // what cannot be told to the service now expires there
      row.remove();
      resolve(false);
    }
    upload.findPreviousUploads().then((known) => {
      if (known.length) upload.resumeFromPreviousUpload(known[0]);
      start();
    });
  });
}

async function sendAll(files) {
  const button = form.querySelector("button[type=submit]");
  const begin = document.querySelector("form[action$='/start'] button");
  button.disabled = true;
  input.disabled = true;
  if (begin) begin.disabled = true; // leaving the page now would hold the upload
  const names = new Set(files.map((file) => file.name));
  for (const row of waiting.filter((one) => names.has(one.name))) row.remove();
  let changed = false;
  for (const file of files) changed = (await send(file)) || changed;
  button.disabled = false;
  input.disabled = false;
  if (begin) begin.disabled = false;
  input.value = "";
  if (changed && !list.querySelector(".sending--failed, .sending--asks")) location.reload();
}

// What an earlier visit left: half a file, a question, a refusal.
const waiting = [];

async function showEarlier() {
  const listed = await call("GET", words.endpoint);
  for (const state of listed.items ?? listed) {
    const address = `/api/v1/uploads/${state.id}`;
    const row = new Row(state.filename);
    const share = state.length ? state.received / state.length : 0;
    row.bar.value = share;
    if (state.state === "receiving") {
      waiting.push(row);
      const text = new Intl.NumberFormat(words.lang, { style: "percent" }).format(share);
      row.say(words.continues.replace("{share}", text), "asks");
      row.offer([words.discard, () => call("DELETE", address).finally(() => row.remove())]);
    } else if (state.state === "refused") {
      refused(row, address, reason(state));
    } else {
      verdict(row, address).then((changed) => changed && location.reload());
    }
  }
}

form?.addEventListener("submit", (event) => {
  if (!input.files.length || !globalThis.tus?.isSupported) return;
  event.preventDefault();
  sendAll([...input.files].sort((a, b) => a.name.localeCompare(b.name, words.lang, { numeric: true })));
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  form?.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.toggle("drop--over", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}

if (form) showEarlier().catch(() => {}); // the form works without it
