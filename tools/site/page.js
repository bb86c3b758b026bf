(() => {
  // A link to #drawing:<name> in a description stands for a picture.
  const pictures = JSON.parse(document.getElementById("touchstone-pictures").textContent);
  const draw = () => {
    for (const link of document.querySelectorAll('a[href^="#drawing:"]')) {
      const svg = pictures[link.getAttribute("href").slice("#drawing:".length)];
      const figure = document.createElement("figure");
      figure.className = "touchstone-drawing";
      figure.tabIndex = 0; // so that the keyboard can scroll it
      figure.innerHTML = svg === undefined ? link.textContent : svg;
      link.replaceWith(figure);
    }
  };
  // On the overview the lineage graph would be that of all tables, which takes minutes to draw.
  const place = () => document.body.classList.toggle("touchstone-overview", /^#!\/overview/.test(location.hash));
  window.addEventListener("hashchange", place);
  place();
  new MutationObserver(draw).observe(document.body, { childList: true, subtree: true });
  draw();
})();
