// [data-similar=URL] in a form: what resembles the typed title and text, asked for once the writer
// pauses. It stands beneath what is typed, a line under
// the title leads there, and it is said once; a question without an answer is dropped.
(() => {
  const PAUSE = 400; // ms
  const SHORTEST = 20;

  function typed(form) {
    const [title, body] = ["title", "body"].map((name) => form.elements[name]?.value.trim() || "");
    return { title, body, is_long: Array.from(`${title} ${body}`.trim()).length >= SHORTEST };
  }

  async function answer(url, form, words, signal) {
    const data = new FormData();
    data.set("title", words.title);
    data.set("body", words.body);
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const response = await fetch(url, { method: "POST", body: data, signal, redirect: "manual" });
    return response.ok ? response.text() : null;
  }

  function link(words) {
    const made = document.createElement("a");
    made.className = "ws-target";
    made.href = "#similar";
    made.textContent = `${words}, see below`;
    return made;
  }

  function watch(place, form) {
    const near = form.querySelector("[data-similar-near]");
    let timer = 0;
    let asking = null;
    let asked = "";
    let said = "";

    function show(html) {
      // Whoever has gone on to the list must not have it drawn from under them.
      if (html === null || place.contains(document.activeElement)) return;
      place.innerHTML = html;
      const words = place.querySelector("[data-said]")?.dataset.said || "";
      if (near) near.replaceChildren(...(words ? [link(words)] : []));
      if (words && words !== said) window.ws.say(words);
      said = words || said;
    }

    async function ask() {
      const words = typed(form);
      const key = JSON.stringify(words);
      if (key === asked) return;
      asked = key;
      if (asking) asking.abort();
      if (!words.is_long) {
        show("");
        return;
      }
      asking = new AbortController();
      try {
        show(await answer(place.dataset.similar, form, words, asking.signal));
      } catch (error) {
        asked = ""; // no line just now: the next word asks again
      }
    }

    form.addEventListener("input", (event) => {
      if (!["title", "body"].includes(event.target.name)) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, PAUSE);
    });
  }

  window.ws.behaviour((root) => {
    window.ws.find(root, "[data-similar]").forEach((place) => {
      const form = place.closest("form");
      if (form && window.ws.first(place, "Similar")) watch(place, form);
    });
  });
})();
