// Uploads recordings one after the other with progress; without this module the plain form does it.
const form = document.getElementById("upload");
const input = form?.querySelector("input[type=file]");
const list = document.getElementById("upload-list");

function amount(bytes) {
  const [value, unit] = bytes >= 1e9 ? [bytes / 1e9, "GB"] : [bytes / 1e6, "MB"];
  return `${value.toLocaleString(form.dataset.lang, { maximumFractionDigits: 1 })} ${unit}`;
}

function left(seconds) {
  if (!Number.isFinite(seconds)) return "";
  const text = seconds < 60 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
  return form.dataset.left.replace("{left}", text);
}

function row(file) {
  const box = document.createElement("div");
  box.className = "sending kern-progress";
  const line = document.createElement("div");
  line.className = "sending__row";
  const name = document.createElement("strong");
  name.textContent = file.name;
  const text = document.createElement("span");
  line.append(name, text);
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `${form.dataset.sending}: ${file.name}`);
  box.append(line, bar);
  list.append(box);
  return { box, text, bar };
}

function send(file, shown) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch cannot tell how much was sent
    const begun = performance.now();
    request.open("POST", `${form.dataset.target}?filename=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Accept-Language", form.dataset.lang);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (event) => {
      const share = event.total ? event.loaded / event.total : 0;
      const seconds = ((performance.now() - begun) / 1000) * (1 / Math.max(share, 1e-6) - 1);
      shown.bar.value = share;
      shown.text.textContent = `${amount(event.loaded)} / ${amount(event.total)} ${share > 0.02 ? left(seconds) : ""}`;
    });
    request.addEventListener("load", () => {
      if (request.status === 201) return resolve();
      let reason = form.dataset.failed;
      try {
        reason = JSON.parse(request.responseText).detail ?? reason;
      } catch {
        // the answer was no JSON: keep the general sentence
      }
      reject(new Error(reason));
    });
    request.addEventListener("error", () => reject(new Error(form.dataset.failed)));
    request.send(file);
  });
}

async function sendAll(files) {
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  input.disabled = true;
  const guard = (event) => event.preventDefault();
  addEventListener("beforeunload", guard);
  try {
    for (const file of files) {
      const shown = row(file);
      try {
        await send(file, shown);
      } catch (error) {
        shown.box.classList.add("sending--failed");
        shown.text.textContent = error.message;
        button.disabled = false;
        input.disabled = false;
        return;
      }
    }
  } finally {
    removeEventListener("beforeunload", guard);
  }
  location.reload();
}

form?.addEventListener("submit", (event) => {
  if (!input.files.length) return;
  event.preventDefault();
  list.replaceChildren();
  sendAll([...input.files]);
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  form?.addEventListener(kind, (event) => {
    event.preventDefault();
    form.classList.toggle("drop--over", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}
