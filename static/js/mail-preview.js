// [data-preview=FORM]: buttons that show a form in a frame. The last one pressed is pressed again
// once the writer pauses. Each answer comes into a new frame, so that going back leaves the page
// and nothing flickers.
(() => {
  const PAUSE = 600; // ms

  // A frame keeps its name for good, so each new one has a name of its own.
  function freshFrame(old, number) {
    const fresh = old.cloneNode();
    fresh.removeAttribute("src");
    fresh.name = `${old.dataset.name ||= old.name}-${number}`;
    fresh.dataset.name = old.dataset.name;
    fresh.hidden = true;
    old.before(fresh);
    fresh.addEventListener("load", () => {
      while (fresh.nextElementSibling?.matches("iframe")) fresh.nextElementSibling.remove();
      fresh.hidden = false;
    });
    return fresh;
  }

  function start(place, form) {
    const buttons = Array.from(place.querySelectorAll("button"));
    let frame = document.querySelector(`iframe[name="${buttons[0].getAttribute("formtarget")}"]`);
    let number = 0;
    let timer = 0;
    let pressed = buttons[0];

    function mark(button) {
      pressed = button;
      buttons.forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
    }

    function show() {
      number += 1;
      frame = freshFrame(frame, number);
      pressed.setAttribute("formtarget", frame.name);
      form.requestSubmit(pressed);
    }

    place.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      event.preventDefault();
      window.clearTimeout(timer);
      mark(button);
      show();
    });
    form.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(show, PAUSE);
    });
    // Saving shows the page anew: nothing may come between.
    form.addEventListener("submit", (event) => {
      if (!buttons.includes(event.submitter)) window.clearTimeout(timer);
    });
    mark(pressed);
  }

  window.ws.behaviour((root) => {
    window.ws.find(root, "[data-preview]").forEach((place) => {
      const form = document.getElementById(place.dataset.preview);
      if (form && window.ws.first(place, "Preview")) start(place, form);
    });
  });
})();
