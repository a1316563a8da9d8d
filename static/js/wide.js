// a[data-wide-screens]: where there is room for it, go there at once, in place of this page.
window.ws.behaviour((root) => {
  const [link] = window.ws.find(root, "a[data-wide-screens]");
  if (link && window.matchMedia("(min-width: 769px)").matches) window.location.replace(link.href);
});
