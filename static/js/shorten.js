// [data-choices] of more than 12: a box above that leaves in view what holds the typed words,
// what is chosen, and the choice without a value ("Prefer not to say").
(() => {
  const LONG = 12;
  let made = 0;

  // Without case and accents.
  function plain(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function itemsOf(choices) {
    return Array.from(choices.querySelectorAll("input")).map((input) => ({
      input,
      place: input.parentElement,
      words: plain(input.parentElement.textContent),
    }));
  }

  function element(name, values, ...children) {
    const made = Object.assign(document.createElement(name), values);
    made.append(...children);
    return made;
  }

  function build() {
    const id = `ws-shorten-${(made += 1)}`;
    const label = element("label", { className: "nhsuk-label", htmlFor: id }, "Type to shorten the list");
    const box = element("input", { id, type: "search", className: "nhsuk-input", autocomplete: "off" });
    box.spellcheck = false;
    const line = element("p", { className: "ws-shorten__count" });
    line.setAttribute("role", "status");
    const back = element("button", { type: "button", className: "ws-link", hidden: true }, "Show the whole list");
    return { box, line, back, whole: element("div", { className: "ws-shorten" }, label, box, line, back) };
  }

  function shorten(choices, items) {
    const { box, line, back, whole } = build();
    const counted = items.filter((item) => item.input.value !== "");

    function show() {
      const typed = plain(box.value).split(/\s+/).filter(Boolean);
      const fits = (item) => typed.every((word) => item.words.includes(word));
      counted.forEach((item) => { item.place.hidden = !fits(item) && !item.input.checked; });
      const found = counted.filter(fits).length;
      const left = counted.filter((item) => !item.place.hidden).length;
      line.textContent = found ? `${left} of ${counted.length} shown` : "Nothing in the list has these words.";
      back.hidden = found > 0;
    }

    function clear() {
      box.value = "";
      show();
      box.focus();
    }

    box.addEventListener("input", show);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // the page is not finished by it
      if (event.key === "Escape" && box.value) {
        event.preventDefault();
        clear();
      }
    });
    back.addEventListener("click", clear);
    choices.before(whole);
    show();
  }

  window.ws.behaviour((root) => {
    window.ws.find(root, "[data-choices]").forEach((choices) => {
      const items = itemsOf(choices);
      const long = items.filter((item) => item.input.value !== "").length > LONG;
      if (long && window.ws.first(choices, "Shorten")) shorten(choices, items);
    });
  });
})();
