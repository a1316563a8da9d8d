// A request that did not work says so beside what was pressed. What was typed stays where it is.
(() => {
  const LOST = "That did not reach us. Nothing is lost: please try again.";
  const UNSENT = "Not sent. Please try again.";

  function tell(place, words) {
    if (!place || !place.isConnected) return;
    clear(place);
    // A vote has a line kept for it, so that nothing below moves.
    const room = place.querySelector(".ws-vote__said");
    const line = document.createElement(room ? "span" : "p");
    line.className = "ws-failed";
    line.setAttribute("role", "alert");
    line.textContent = room && words === LOST ? UNSENT : words;
    // Directly above what was pressed: the end of a form on a phone is out of sight.
    const foot = place.querySelector("[data-failed-before]");
    if (room) room.replaceChildren(line);
    else if (foot) foot.before(line);
    else place.append(line);
    if (!room) line.scrollIntoView({ block: "nearest" });
  }

  function clear(place) {
    place.querySelectorAll(".ws-failed").forEach((line) => line.remove());
  }

  // A whole page in answer to a small request (too many, away) is not put in its place: its heading is said.
  function headingOf(html) {
    const heading = new DOMParser().parseFromString(html, "text/html").querySelector("main h1");
    return heading ? `${heading.textContent.trim()}. Please try again in a moment.` : LOST;
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, serverResponse, requestConfig } = event.detail;
    if (xhr.status < 400 || !/<html[\s>]/i.test(serverResponse)) return;
    event.detail.shouldSwap = false;
    tell(requestConfig.elt, headingOf(serverResponse));
  });

  ["htmx:sendError", "htmx:timeout"].forEach((name) => {
    document.addEventListener(name, (event) => tell(event.detail.elt, LOST));
  });

  document.addEventListener("htmx:responseError", (event) => {
    const place = event.detail.elt;
    if (!place.querySelector(".ws-failed")) tell(place, LOST);
  });

  document.addEventListener("htmx:beforeRequest", (event) => clear(event.detail.elt));
})();
