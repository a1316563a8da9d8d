// textarea[data-counter=N]: how much room is left, beneath it; spoken at 100 left and at 0.
window.ws.behaviour((root) => {
  window.ws.find(root, "[data-counter]").forEach((field) => {
    if (!window.ws.first(field, "Counter")) return;
    const limit = Number(field.dataset.counter);
    const line = lineFor(field);
    let before = limit - length(field);
    const show = () => {
      const left = limit - length(field);
      line.textContent = words(left);
      line.classList.toggle("ws-count--over", left < 0);
      if ([100, 0].some((mark) => before > mark && left <= mark)) window.ws.say(words(left));
      before = left;
    };
    field.addEventListener("input", show);
    show();
  });

  // Code points after NFC, as the server counts.
  function length(field) {
    return Array.from(field.value.normalize("NFC")).length;
  }

  function words(left) {
    const number = Math.abs(left).toLocaleString("en-GB");
    const noun = Math.abs(left) === 1 ? "character" : "characters";
    return left < 0 ? `You have ${number} ${noun} too many` : `You have ${number} ${noun} left`;
  }

  function lineFor(field) {
    const there = document.getElementById(field.id + "_count");
    if (there) return there;
    const line = document.createElement("p");
    line.className = "ws-count";
    line.id = field.id + "_count";
    field.after(line);
    return line;
  }
});
