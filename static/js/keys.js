// [data-keys]: j and k go from idea to idea, u and d press the votes of the one that has the focus.
// Only for people who asked for it: single keys are in the way of those who speak to their machine.
(() => {
  const FIELDS = "input, textarea, select, [contenteditable]";
  const STEP = { j: 1, k: -1 };
  const VOTE = { u: "-up", d: "-down" };

  // From the idea in focus; before a first one, from the top of the window.
  function next(ideas, step) {
    const here = ideas.findIndex((idea) => idea.contains(document.activeElement));
    if (here >= 0) return ideas[here + step];
    const below = ideas.findIndex((idea) => idea.getBoundingClientRect().bottom > window.innerHeight / 2);
    return ideas[below] || ideas[0];
  }

  function go(ideas, step) {
    const idea = next(ideas, step);
    if (!idea) return;
    idea.querySelector("h3 a").focus({ preventScroll: true });
    idea.scrollIntoView({ block: "nearest" });
  }

  function vote(ideas, which) {
    const idea = ideas.find((each) => each.contains(document.activeElement));
    const button = idea && idea.querySelector(`.ws-vote__button[id$="${which}"]`);
    if (button) button.click();
  }

  document.addEventListener("keydown", (event) => {
    const list = document.querySelector("[data-keys]");
    const held = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
    if (!list || held || event.defaultPrevented || event.target.closest(FIELDS)) return;
    const ideas = Array.from(list.children);
    if (event.key in STEP) go(ideas, STEP[event.key]);
    // A key held down must not vote and take it back in turn.
    else if (event.key in VOTE && !event.repeat) vote(ideas, VOTE[event.key]);
  });
})();
