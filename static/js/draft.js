// form[data-draft=key]: what is typed stays in this tab until it is sent, or until signing out.
// A sent draft goes once the next page shows; a page that reports a fault ([data-keep-drafts]) keeps it.
// form[data-draft-save=path]: it is kept on the server too, see draft-save.js.
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

  const TYPED = ["textarea", "input[type=text]", "input[type=url]"].map((kind) => `${kind}[name]`).join();

  function fields(form) {
    return Array.from(form.querySelectorAll(TYPED));
  }

  function values(form) {
    return Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
  }

  // The texts as the page came.
  function shown(form) {
    return Object.fromEntries(fields(form).map((field) => [field.name, field.defaultValue]));
  }

  function keep(key, value) {
    try {
      store().setItem(key, value);
      return true;
    } catch (error) {
      return false; // the store is full
    }
  }

  // Clean is what the server has as well: then the server knows better what has become of it.
  function write(form, clean = false) {
    const typed = values(form);
    const some = Object.values(typed).some((value) => value.trim());
    const key = DRAFT + form.dataset.draft;
    if (!some) store().removeItem(key);
    else keep(key, JSON.stringify({ ...typed, version: version(form), clean }));
  }

  // The number of the draft on the server that the form goes on from.
  function version(form) {
    return form.elements.version ? form.elements.version.value : "";
  }

  function fill(form, typed) {
    fields(form).forEach((field) => {
      if (typed[field.name] === undefined || field.value === typed[field.name]) return;
      field.value = typed[field.name];
      const folded = form.closest("details");
      if (folded) folded.open = true;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  function restore(form) {
    const typed = JSON.parse(store().getItem(DRAFT + form.dataset.draft) || "null");
    if (!typed || typed.clean) return;
    const some = fields(form).some((field) => field.value);
    // What the server shows again after an error wins.
    if (form.hasAttribute("data-keep-drafts") || (some && !form.dataset.draftSave)) return;
    // Of a draft that was saved elsewhere meanwhile the server will say so: it gets the old number.
    if (form.elements.version && typed.version !== undefined) form.elements.version.value = typed.version;
    fill(form, typed);
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
    // Of a form that htmx sends, the answer says what became of it; a button with an address of its
    // own sends something else.
    const elsewhere = window.ws.draft.elsewhere(event.submitter);
    const ours = !elsewhere && !(window.htmx && form.hasAttribute("hx-post"));
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
      form.addEventListener("input", () => write(form));
      restore(form);
    });
  });

  function elsewhere(button) {
    return Boolean(button) && button.hasAttribute("formaction") && !button.hasAttribute("data-draft-discard");
  }

  window.ws.draft = { elsewhere, values, shown, fill, write };
})();
