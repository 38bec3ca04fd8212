// Adds comfort to pages that work without it.
"use strict";
document.addEventListener("change", function (event) {
  // What is dropped on a place for files goes in at once.
  var input = event.target;
  if (input.type === "file" && input.form && input.form.classList.contains("drop") && input.files.length) {
    if (input.form.classList.contains("at-once")) { input.form.requestSubmit ? input.form.requestSubmit() : input.form.submit(); }
  }
});
document.addEventListener("submit", function (event) {
  // A second click must not ask for the same thing twice.
  var buttons = event.target.querySelectorAll("button");
  setTimeout(function () { buttons.forEach(function (button) { button.disabled = true; }); }, 0);
});
window.addEventListener("pageshow", function () {
  document.querySelectorAll("button[disabled]").forEach(function (button) { button.disabled = false; });
});
// Whoever leaves a page that waits is not held back by its being loaded anew just then.
var leaving = false;
window.addEventListener("beforeunload", function () {
  leaving = true;
  setTimeout(function () { leaving = false; }, 3000);
});
document.addEventListener("htmx:beforeOnLoad", function (event) { if (leaving) { event.preventDefault(); } });
