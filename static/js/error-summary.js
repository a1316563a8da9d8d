// The summary of errors takes the focus; its links go to the control itself, with its label in view.
window.ws.behaviour((root) => {
  window.ws.find(root, "[data-error-summary]").forEach((summary) => {
    if (!window.ws.first(summary, "Summary")) return;
    summary.focus();
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const control = link && document.getElementById(link.hash.slice(1));
      if (!control) return;
      event.preventDefault();
      const group = control.closest("fieldset, .nhsuk-form-group");
      (group || control).scrollIntoView();
      control.focus({ preventScroll: true });
    });
  });
});
