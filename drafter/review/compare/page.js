"use strict";
(function () {
  const changes = () => Array.from(document.querySelectorAll(".passage.change:not(.filtered)"));
  const position = document.getElementById("position");
  let current = null;

  function show(change) {
    if (current) current.classList.remove("current");
    current = change || null;
    const all = changes();
    if (!current) { position.textContent = "共" + all.length + "处"; return; }
    current.classList.add("current");
    current.scrollIntoView({ block: "center" });
    position.textContent = (all.indexOf(current) + 1) + " / " + all.length;
  }

  function step(by) {
    const all = changes();
    if (!all.length) return;
    const at = current ? all.indexOf(current) : (by > 0 ? -1 : all.length);
    show(all[(at + by + all.length) % all.length]);
  }

  function filter() {
    const on = new Set(Array.from(document.querySelectorAll(".filter input:checked"), (box) => box.value));
    document.querySelectorAll("[data-why]").forEach((item) => {
      const hidden = !item.dataset.why.split(" ").some((why) => on.has(why));
      item.classList.toggle("filtered", hidden);
    });
    show(current && !current.classList.contains("filtered") ? current : null);
  }

  function unfold(open) {
    document.querySelectorAll("details").forEach((fold) => { fold.open = open; });
  }

  document.getElementById("next").addEventListener("click", () => step(1));
  document.getElementById("previous").addEventListener("click", () => step(-1));
  document.getElementById("unfold").addEventListener("click", () => unfold(true));
  document.getElementById("fold").addEventListener("click", () => unfold(false));
  document.querySelectorAll(".filter input").forEach((box) => box.addEventListener("change", filter));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "n" || event.key === "j") step(1);
    if (event.key === "p" || event.key === "k") step(-1);
    if (event.key === "e") unfold(!document.querySelector("details[open]"));
  });
  document.querySelectorAll("a[href^='#c']").forEach((link) => link.addEventListener("click", () => {
    show(document.getElementById(link.getAttribute("href").slice(1)));
  }));
  show(null);
})();
