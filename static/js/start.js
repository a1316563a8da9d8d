// Each behaviour is one file that hands over an idempotent init(root): run on load and after every swap.
"use strict";

window.ws = {
  inits: [],
  seen: {},

  behaviour(init) {
    this.inits.push(init);
  },

  // The root itself may be what a behaviour looks for.
  find(root, selector) {
    const own = root.matches && root.matches(selector) ? [root] : [];
    return own.concat(Array.from(root.querySelectorAll(selector)));
  },

  // True once for an element and a behaviour, so that a second run leaves it alone.
  // (Not a mark in the page: htmx copies attributes from an old element to the new one of its id.)
  first(element, name) {
    const seen = (this.seen[name] ||= new WeakSet());
    if (seen.has(element)) return false;
    seen.add(element);
    return true;
  },

  say(text) {
    const live = document.getElementById("ws-live");
    if (!live || !text) return;
    live.textContent = "";
    // A pause makes the same words count as a change.
    window.setTimeout(() => { live.textContent = text; }, 50);
  },

  run(root) {
    this.inits.forEach((init) => init(root));
  },
};

document.addEventListener("DOMContentLoaded", () => window.ws.run(document));
// After settling, since until then htmx still changes attributes.
document.addEventListener("htmx:afterSettle", (event) => window.ws.run(event.detail.elt));
