// [data-choices] with boxes to tick: the one without a value stands for no answer, so it excludes the others.
window.ws.behaviour((root) => {
  window.ws.find(root, "[data-choices]").forEach((choices) => {
    const boxes = Array.from(choices.querySelectorAll("input[type=checkbox]"));
    if (!boxes.some((box) => box.value === "") || !window.ws.first(choices, "Exclusive")) return;
    choices.addEventListener("change", (event) => {
      if (!event.target.checked) return;
      const none = event.target.value === "";
      boxes.filter((box) => (box.value === "") !== none).forEach((box) => { box.checked = false; });
    });
  });
});
