// [data-shown=ID] inside [data-shown-at=URL]: tells the server which ideas a person was shown, so that
// those few have seen can come first. Shown is what has half of itself in view, or fills half of the
// window, for a second. Told in portions, and when the page is left.
(() => {
  const LOOK = 1000; // ms
  const PORTION = 10000; // ms between two tellings
  const MOST = 50; // ids the server takes at once
  const HALF = 0.5;
  const STEPS = Array.from({ length: 11 }, (_, step) => step / 10);
  const looking = new Map(); // of each element in view, the timer
  const counted = new WeakSet();
  const seen = new Map(); // of each URL, the ids to be told
  let timer = 0;

  function tell() {
    window.clearTimeout(timer);
    timer = 0;
    seen.forEach((ids, url) => {
      while (ids.length) send(url, ids.splice(0, MOST));
    });
  }

  function send(url, ids) {
    const body = new URLSearchParams(ids.map((id) => ["idea", id]));
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    // What does not arrive counts at the next visit: nobody needs to hear of it.
    fetch(url, { method: "POST", body, headers, keepalive: true, redirect: "manual" }).catch(() => {});
  }

  function count(element) {
    looking.delete(element);
    observer.unobserve(element);
    counted.add(element);
    const place = element.closest("[data-shown-at]");
    if (!place) return; // taken out of the page meanwhile
    const url = place.dataset.shownAt;
    if (!seen.has(url)) seen.set(url, []);
    seen.get(url).push(element.dataset.shown);
    timer ||= window.setTimeout(tell, PORTION);
  }

  function isInView(entry) {
    const room = entry.rootBounds ? entry.rootBounds.height : window.innerHeight;
    return entry.intersectionRatio >= HALF || entry.intersectionRect.height >= room * HALF;
  }

  function lookAway(element) {
    window.clearTimeout(looking.get(element));
    looking.delete(element);
  }

  const observer = new IntersectionObserver((entries) => {
    entries.forEach((entry) => {
      const { target } = entry;
      if (!isInView(entry) || document.hidden) lookAway(target);
      else if (!looking.has(target)) looking.set(target, window.setTimeout(() => count(target), LOOK));
    });
  }, { threshold: STEPS });

  // To observe anew reports where the element is now.
  function look(element) {
    if (counted.has(element)) return;
    observer.unobserve(element);
    observer.observe(element);
  }

  // A tab in the background shows nothing.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      document.querySelectorAll("[data-shown]").forEach(look);
      return;
    }
    Array.from(looking.keys()).forEach(lookAway);
    tell();
  });
  window.addEventListener("pagehide", tell);

  window.ws.behaviour((root) => window.ws.find(root, "[data-shown]").forEach(look));
})();
