// form[data-draft=key]: what is typed stays in this tab until it is sent, or until signing out.
// A sent draft goes once the next page shows; a page that reports a fault ([data-keep-drafts]) keeps it.
(() => {
  const DRAFT = "ws-draft:";
  const SENT = "ws-sent";
  const NO_STORE = { getItem: () => null, setItem() {}, removeItem() {}, clear() {} };

  function store() {
    try {
      return window.sessionStorage || NO_STORE;
    } catch (error) {
      return NO_STORE; // a browser may refuse; then there is no draft
    }
  }

  function fields(form) {
    return Array.from(form.querySelectorAll("textarea[name], input[type=text][name]"));
  }

  function keep(key, value) {
    try {
      store().setItem(key, value);
      return true;
    } catch (error) {
      return false; // the store is full
    }
  }

  function write(form) {
    const values = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
    const some = Object.values(values).some((value) => value.trim());
    const key = DRAFT + form.dataset.draft;
    if (!some) store().removeItem(key);
    else if (!keep(key, JSON.stringify(values))) return;
    form.querySelectorAll("[data-draft-said]").forEach((said) => { said.hidden = !some; });
  }

  function fill(form) {
    const values = JSON.parse(store().getItem(DRAFT + form.dataset.draft) || "{}");
    fields(form).forEach((field) => {
      // What the server shows again after an error wins.
      if (field.value || !values[field.name]) return;
      field.value = values[field.name];
      const folded = form.closest("details");
      if (folded) folded.open = true;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  function forgetSent() {
    const sent = store().getItem(SENT);
    store().removeItem(SENT);
    if (sent && !document.querySelector("[data-keep-drafts]")) store().removeItem(sent);
  }

  forgetSent(); // first of all, or the form would be filled with what was just sent

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-sign-out")) store().clear();
    // Of a form that htmx sends, the answer says what became of it.
    const ours = !(window.htmx && form.hasAttribute("hx-post"));
    if (ours && form.dataset.draft) keep(SENT, DRAFT + form.dataset.draft);
  });

  // Before the swap: an empty form that comes with the answer must not be filled again.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { draft } = event.detail.requestConfig.elt.dataset;
    if (draft && event.detail.xhr.status < 300) store().removeItem(DRAFT + draft);
  });

  window.ws.behaviour((root) => {
    window.ws.find(root, "form[data-draft]").forEach((form) => {
      if (!window.ws.first(form, "Draft")) return;
      fill(form);
      form.addEventListener("input", () => write(form));
    });
  });
})();
