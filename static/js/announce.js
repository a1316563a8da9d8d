// After a swap: say what happened (data-announce), and move the focus where the server asks (data-focus).
// htmx itself keeps the focus on a control whose id is there again.
document.addEventListener("htmx:afterSettle", (event) => {
  const [speaker] = window.ws.find(event.detail.elt, "[data-announce]");
  if (speaker) window.ws.say(speaker.dataset.announce);
  const [target] = window.ws.find(event.detail.elt, "[data-focus]");
  // A summary of errors takes the focus by itself.
  if (!target || window.ws.find(event.detail.elt, "[data-error-summary]").length) return;
  // A form that opens wants to be filled in; anything else wants to be read.
  const field = target.matches("form") && target.querySelector("textarea, input:not([type=hidden])");
  if (!field && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  (field || target).focus();
});
