// A request that did not work says so beside what was pressed. What was typed stays where it is.
(() => {
  function tell(event) {
    const place = event.detail.elt;
    if (!place || !place.isConnected) return;
    clear(place);
    const line = document.createElement("p");
    line.className = "ws-failed";
    line.setAttribute("role", "alert");
    line.textContent = "That did not reach us. Nothing is lost: please try again.";
    place.append(line);
  }

  function clear(place) {
    place.querySelectorAll(".ws-failed").forEach((line) => line.remove());
  }

  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) => document.addEventListener(name, tell));
  document.addEventListener("htmx:beforeRequest", (event) => clear(event.detail.elt));
})();
