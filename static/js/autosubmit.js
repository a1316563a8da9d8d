// form[data-autosubmit]: a choice sends the form. With arrow keys a select changes at each press,
// so whoever uses them gets the button back and decides. The focus stays on the choice on the next page.
(() => {
  const MARK = "chosen-"; // no element has such an id, so that the page does not scroll there

  window.ws.behaviour((root) => {
    window.ws.find(root, "form[data-autosubmit]").forEach((form) => {
      if (!window.ws.first(form, "Autosubmit")) return;
      form.addEventListener("keydown", (event) => {
        if (event.key.startsWith("Arrow")) form.classList.add("ws-filter--keys");
      });
      form.addEventListener("change", (event) => {
        if (form.classList.contains("ws-filter--keys")) return;
        const address = new URL(form.action);
        address.hash = MARK + event.target.id;
        form.setAttribute("action", address);
        form.requestSubmit();
      });
      const chosen = document.getElementById(window.location.hash.slice(MARK.length + 1));
      if (!window.location.hash.startsWith(`#${MARK}`) || !form.contains(chosen)) return;
      chosen.focus({ preventScroll: true });
      // A copy of the address, or the page again, must not take the focus.
      window.history.replaceState(null, "", window.location.pathname + window.location.search);
    });
  });
})();
