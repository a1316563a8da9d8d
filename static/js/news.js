// [data-news]: asks now and then whether others have commented, and says so on a quiet line. Nothing
// else changes before it is pressed. The place of the line is kept, so nothing moves when it comes.
(() => {
  const SHORT = 30000; // ms between two questions
  const LONG = 60000; // where nothing comes
  const SLOWER = 1.25;
  const ERRORS = 3; // in a row, and the page stops asking

  function follow(line) {
    let tag = line.dataset.tag;
    let wait = SHORT;
    let errors = 0;
    let asked = Date.now();
    let timer = 0;

    // Also run when the tab is shown again: what is overdue is asked for at once.
    function later() {
      window.clearTimeout(timer);
      if (!line.isConnected || !line.dataset.news || errors >= ERRORS) {
        document.removeEventListener("visibilitychange", later);
      } else if (!document.hidden) {
        timer = window.setTimeout(ask, Math.max(0, asked + wait - Date.now()));
      }
    }

    // The answer is the whole line; only what stands in it is taken, so that it is read out.
    async function show(answer) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("news");
      if (!fresh) throw new Error("no line");
      tag = answer.headers.get("ETag") || "";
      line.dataset.news = fresh.dataset.news || "";
      line.replaceChildren(...fresh.childNodes);
      window.htmx.process(line);
    }

    async function ask() {
      asked = Date.now();
      try {
        const answer = await window.fetch(line.dataset.news, {
          headers: { "If-None-Match": tag },
          redirect: "error", // signed out: there is nobody to tell
        });
        if (answer.status !== 304 && !answer.ok) throw new Error(answer.status);
        if (answer.status === 304) wait = Math.min(wait * SLOWER, LONG);
        else {
          await show(answer);
          wait = SHORT;
        }
        errors = 0;
      } catch {
        errors += 1;
        wait = LONG;
      }
      later();
    }

    document.addEventListener("visibilitychange", later);
    later();
  }

  window.ws.behaviour((root) => {
    window.ws.find(root, "[data-news]").forEach((line) => {
      if (window.ws.first(line, "News")) follow(line);
    });
  });
})();
