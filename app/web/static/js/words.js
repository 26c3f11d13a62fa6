// Marks the word that sounds. Starts lie in one sorted array; finding a word is a binary search, and only
// two elements change, so an eight-hour transcript costs no more than a short one.
export function createWords(transcript) {
  const elements = [...transcript.querySelectorAll(".line__text [data-start]")];
  const starts = Float64Array.from(elements, (element) => Number(element.dataset.start));
  const sorted = starts.every((value, index) => index === 0 || starts[index - 1] <= value);
  const order = Uint32Array.from(starts.keys());
  if (!sorted) order.sort((a, b) => starts[a] - starts[b] || a - b);
  let marked = -1;
  let shown = null;

  function at(seconds) {
    let [low, high] = [0, order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[order[middle]] <= seconds + 0.02) low = middle + 1;
      else high = middle;
    }
    return low ? order[low - 1] : -1;
  }

  function visible(element) {
    const box = element.getBoundingClientRect();
    return box.top > 130 && box.bottom < innerHeight - 60;
  }

  return {
    show(seconds, jumped, following) {
      const index = at(seconds);
      if (index === marked) return;
      elements[marked]?.classList.remove("now");
      marked = index;
      const element = elements[index];
      if (!element) return;
      element.classList.add("now");
      if (following && !jumped && !visible(element)) element.scrollIntoView({ block: "center", behavior: "instant" });
    },
    reveal(id) {
      shown?.classList.remove("line--shown");
      shown = document.getElementById(id);
      shown?.classList.add("line--shown");
    },
  };
}
