// form[data-draft-save=path]: what is typed goes to the server every few seconds, and when the page is left.
// A form knows its draft by a number (its field "version"). Where another tab has changed the draft, the
// answer is a notice with the other text: its writer keeps the one or takes the other.
(() => {
  const PAUSE = 1500; // ms without a key
  const APART = 4000; // ms between two savings
  const HERE = "Draft kept in this tab.";

  function say(form, words) {
    form.querySelectorAll("[data-draft-said]").forEach((said) => { said.textContent = words; });
  }

  function same(one, other) {
    return Object.keys(one).every((name) => one[name] === other[name]);
  }

  class Saver {
    constructor(form) {
      this.form = form;
      this.saved = window.ws.draft.shown(form); // what the server has, as far as we know
      this.busy = this.sent = this.told = this.lost = false;
      this.last = 0;
    }

    typed() {
      window.clearTimeout(this.timer);
      const wait = Math.max(PAUSE, this.last + APART - Date.now());
      this.timer = window.setTimeout(() => this.save(), wait);
    }

    // Not while the form is on its way, nor before its writer has chosen between two texts.
    waits() {
      return this.busy || this.sent || this.told || this.lost || !this.form.isConnected;
    }

    save(leaving = false) {
      const typed = window.ws.draft.values(this.form);
      if (this.waits() || same(typed, this.saved)) return;
      const data = new FormData(this.form);
      // A file goes with the form itself.
      this.form.querySelectorAll("input[type=file]").forEach((field) => data.delete(field.name));
      this.busy = true;
      this.last = Date.now();
      window.fetch(this.form.dataset.draftSave, { method: "POST", body: data, keepalive: leaving, redirect: "manual" })
        .then((answer) => this.answered(answer, typed))
        .catch(() => say(this.form, HERE))
        .finally(() => { this.busy = false; });
    }

    async answered(answer, typed) {
      const version = answer.headers.get("X-Draft-Version");
      const words = await answer.text();
      if (this.sent || !this.form.isConnected) return;
      if (answer.ok && version !== null) this.keeps(typed, version, words);
      else if ([409, 422, 429].includes(answer.status)) this.tell(words);
      // Signed out, or the form is too old: it will be told when it is sent. The tab keeps the text.
      else { this.lost = answer.status < 500; say(this.form, HERE); }
    }

    keeps(typed, version, words) {
      this.saved = typed;
      this.form.elements.version.value = version;
      window.ws.draft.write(this.form, true);
      this.clear();
      const some = Object.values(typed).some((value) => value.trim());
      say(this.form, some ? words || "Draft saved." : "");
      this.typed(); // for what was typed meanwhile
    }

    tell(html) {
      this.clear();
      const notice = new DOMParser().parseFromString(html, "text/html").querySelector("[data-draft-told]");
      if (!notice) return;
      // Below what is being typed, so that nothing moves under it.
      this.form.append(notice);
      say(this.form, HERE);
      this.watch();
    }

    clear() {
      this.told = false;
      this.form.querySelectorAll("[data-draft-told]").forEach((notice) => notice.remove());
    }

    // The notice of two texts may come with the page as well.
    watch() {
      const notice = this.form.querySelector("[data-draft-told][data-version]");
      if (!notice) return;
      this.told = true;
      const choose = (event) => {
        event.preventDefault();
        this.form.elements.version.value = notice.dataset.version;
        if (notice.dataset.key) this.form.elements.key.value = notice.dataset.key;
      };
      notice.querySelector("[data-draft-mine]").addEventListener("click", (event) => {
        choose(event);
        this.clear();
        this.saved = {};
        this.save();
      });
      const theirs = notice.querySelector("[data-draft-theirs]");
      if (theirs) theirs.addEventListener("click", (event) => {
        choose(event);
        const texts = Array.from(notice.querySelectorAll("[data-draft-value]"));
        this.saved = Object.fromEntries(texts.map((text) => [text.dataset.draftValue, text.value]));
        window.ws.draft.fill(this.form, this.saved);
        this.clear();
        window.ws.draft.write(this.form, true);
        say(this.form, "Draft saved.");
      });
    }
  }

  const savers = new Map();

  window.ws.behaviour((root) => {
    window.ws.find(root, "form[data-draft-save]").forEach((form) => {
      if (!window.ws.first(form, "DraftSave")) return;
      const saver = new Saver(form);
      savers.set(form, saver);
      saver.watch();
      form.addEventListener("input", () => saver.typed());
      saver.typed(); // for what this tab had kept
    });
  });

  // A form that is on its way is saved no more; where it comes back it may be again.
  document.addEventListener("submit", (event) => {
    const saver = savers.get(event.target);
    if (saver && !window.ws.draft.elsewhere(event.submitter)) saver.sent = true;
    // Whoever signs out leaves nothing on its way.
    if (event.target.hasAttribute("data-sign-out")) savers.forEach((each) => { each.sent = true; });
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const saver = savers.get(event.detail.elt);
    if (saver && !event.detail.successful) saver.sent = false;
  });
  window.addEventListener("pageshow", () => savers.forEach((saver) => { saver.sent = false; }));
  window.addEventListener("pagehide", () => savers.forEach((saver) => saver.save(true)));
})();
