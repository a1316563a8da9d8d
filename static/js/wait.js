// form[data-wait=seconds]: shown once so many seconds have passed; until then it would be refused.
window.ws.behaviour((root) => {
  window.ws.find(root, "form[data-wait]").forEach((form) => {
    const seconds = Number(form.dataset.wait);
    if (!seconds || !window.ws.first(form, "Wait")) return;
    // Its place is kept, so that nothing moves when it comes.
    form.classList.add("ws-waiting");
    window.setTimeout(() => form.classList.remove("ws-waiting"), seconds * 1000);
  });
});
