// Live progress: the server sends the finished piece of the page after each change.
const box = document.getElementById("progress");
const said = document.getElementById("progress-said");

if (box?.dataset.events) {
  const source = new EventSource(box.dataset.events);
  source.addEventListener("progress", (event) => {
    box.innerHTML = event.data;
    const text = box.querySelector("[data-said]")?.dataset.said ?? "";
    if (said.textContent !== text) said.textContent = text; // read aloud only when the stage changes
  });
  source.addEventListener("finished", () => {
    source.close();
    location.reload();
  });
  addEventListener("pagehide", () => source.close());
}
