// form[data-autosubmit]: a choice sends the form. With arrow keys a select changes at each press,
// so whoever uses them gets the button back and decides.
window.ws.behaviour((root) => {
  window.ws.find(root, "form[data-autosubmit]").forEach((form) => {
    if (!window.ws.first(form, "Autosubmit")) return;
    form.addEventListener("keydown", (event) => {
      if (event.key.startsWith("Arrow")) form.classList.add("ws-filter--keys");
    });
    form.addEventListener("change", () => {
      if (!form.classList.contains("ws-filter--keys")) form.requestSubmit();
    });
  });
});
