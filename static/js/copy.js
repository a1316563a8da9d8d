// button[data-copy=ID]: puts the text of the field with that id on the clipboard, and says so.
window.ws.behaviour((root) => {
  window.ws.find(root, "[data-copy]").forEach((button) => {
    const field = document.getElementById(button.dataset.copy);
    if (!field || !window.ws.first(button, "Copy")) return;
    const words = button.firstChild.textContent;
    const show = (text) => { button.firstChild.textContent = text; };
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copy(field);
      show(done ? "Copied" : words);
      window.ws.say(done ? "Copied" : "The text is selected. Copy it with your keyboard or menu.");
    });
    button.addEventListener("blur", () => show(words));
    field.addEventListener("input", () => show(words));
  });

  async function copy(field) {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch (error) {
      field.select(); // no clipboard here: the next best is one key press away
      return false;
    }
  }
});
