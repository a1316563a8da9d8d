// A form that is on its way is not sent a second time. Forms that htmx sends are left to it,
// unless they ask (data-once); a vote may be changed while the first answer is under way.
(() => {
  const WAIT = 8000; // ms; after that a slow line may be tried again

  function free(form) {
    delete form.dataset.busy;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    // What is only shown in a frame may be asked for again and again.
    if (event.submitter && event.submitter.hasAttribute("formtarget")) return;
    const ours = form.method === "post" && !form.hasAttribute("hx-post");
    if (!ours && !form.hasAttribute("data-once")) return;
    if (form.dataset.busy) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.busy = "true";
    window.setTimeout(() => free(form), WAIT);
  }, true);

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (form && form.dataset) free(form);
  });

  // Back from the page after: the form must work again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(free));
})();
