// Correcting the words of a line in its place: Enter keeps, Escape leaves it, Ctrl+Enter divides, Backspace at
// the very beginning joins with the line before.
export function createEditor({ list, store, push, moved, texts }) {
  let open = null;

  function close(save) {
    if (!open) return;
    const { line, row, field, before } = open;
    open = null;
    row.classList.remove("line--editing");
    const text = field.value.replace(/\s+/g, " ").trim();
    if (save && text !== before) {
      line.text = text; // shown at once; the server's answer follows
      line.words = [];
      push([{ op: "set-text", utterance: line.id, text }], [line.id]);
    }
    list.redraw(line.id);
    list.row(line.id)?.focus({ preventScroll: true });
  }

  function divide() {
    const { line, field, before } = open;
    const at = field.value.slice(0, field.selectionStart).trim();
    const word = at ? at.split(/\s+/).length : 0;
    const text = field.value.replace(/\s+/g, " ").trim();
    if (!word || word >= text.split(" ").length) return;
    const edits = text === before ? [] : [{ op: "set-text", utterance: line.id, text }];
    close(false);
    push([...edits, { op: "split", utterance: line.id, word }], edits.length ? [] : [line.id]);
  }

  function join() {
    const { line } = open;
    const other = store.lines[store.places.get(line.id) - 1];
    if (!other) return;
    close(true);
    push([{ op: "join", utterance: other.id }]);
    moved(other.id);
  }

  return {
    get line() {
      return open?.line.id ?? null;
    },
    close,
    open(id) {
      close(true);
      const line = store.line(id);
      const row = list.row(id);
      if (!line || !row) return;
      const field = document.createElement("textarea");
      field.className = "line__edit";
      field.value = line.text;
      field.lang = document.getElementById("correct").dataset.language;
      field.spellcheck = true;
      field.setAttribute("aria-label", texts.edit_label);
      field.setAttribute("aria-describedby", "edit-help");
      row.querySelector(".line__text").replaceWith(field);
      row.classList.add("line--editing");
      open = { line, row, field, before: line.text };
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          if (event.ctrlKey || event.metaKey) divide();
          else close(true);
        } else if (event.key === "Escape") {
          event.preventDefault();
          close(false);
        } else if (event.key === "Backspace" && field.selectionEnd === 0) {
          event.preventDefault();
          join();
        }
      });
      field.addEventListener("blur", () => setTimeout(() => {
        if (open?.field === field && document.hasFocus() && !document.querySelector("dialog[open]")) close(true);
      })); // whoever only looks into another window goes on where they were
      field.focus({ preventScroll: true });
    },
    /** Words that are selected while a line is edited, as places; null: none are. */
    selection() {
      if (!open || open.field.selectionStart === open.field.selectionEnd) return null;
      const { field, line, before } = open;
      if (field.value !== before) return null;
      const begin = field.value.slice(0, field.selectionStart);
      const until = field.value.slice(0, field.selectionEnd).trim();
      const first = begin.trim() ? begin.trim().split(/\s+/).length - (/\S$/.test(begin) ? 1 : 0) : 0;
      return { utterance: line.id, first, last: until.split(/\s+/).length - 1 };
    },
  };
}
