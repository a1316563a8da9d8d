// form.ws-vote that htmx sends: the pressed button says at once that it was pressed, and where the
// answer takes its time the line beneath says so. Whatever comes of it, the button is free again.
(() => {
  const SLOW = 400; // ms
  const timers = new WeakMap();

  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt: form, requestConfig } = event.detail;
    const said = form.querySelector(".ws-vote__said");
    const button = requestConfig.triggeringEvent?.submitter;
    if (!said || !button) return;
    button.setAttribute("data-sent", "");
    timers.set(form, window.setTimeout(() => { said.textContent = "Sending your vote"; }, SLOW));
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    window.clearTimeout(timers.get(form));
    form.querySelectorAll("[data-sent]").forEach((button) => button.removeAttribute("data-sent"));
  });
})();
