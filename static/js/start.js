// Each behaviour is one file that hands over an idempotent init(root): run on load and after every swap.
"use strict";

window.ws = {
  inits: [],

  behaviour(init) {
    this.inits.push(init);
  },

  // The root itself may be what a behaviour looks for.
  find(root, selector) {
    const own = root.matches && root.matches(selector) ? [root] : [];
    return own.concat(Array.from(root.querySelectorAll(selector)));
  },

  // True once for an element and a behaviour, so that a second run leaves it alone.
  first(element, name) {
    const key = "ws" + name;
    if (element.dataset[key]) return false;
    element.dataset[key] = "1";
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
document.addEventListener("htmx:afterSwap", (event) => window.ws.run(event.detail.elt));
