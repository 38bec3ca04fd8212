// Adds comfort to pages that work without it.
"use strict";
// The whole box takes what is dragged to it, and what misses every box does not replace the page.
function carries(event) { return Array.from(event.dataTransfer.types).includes("Files"); }
function boxAt(event) { return event.target.closest ? event.target.closest("form.drop") : null; }
function light(box) {
  document.querySelectorAll("form.drop").forEach(function (one) { one.classList.toggle("over", one === box); });
}
function complain(box, words) {
  var line = box.querySelector(".missed");
  if (line) { line.remove(); }
  if (!words) { return; }
  line = document.createElement("p");
  line.className = "missed slip";
  line.setAttribute("role", "alert");
  line.textContent = words;
  box.prepend(line);
}
function lay(input, files) {
  var held = new DataTransfer();
  files.forEach(function (file) { held.items.add(file); });
  input.files = held.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
function placesFor(box, at, count) {
  // Where one file is dropped its own field gets it, or the first that is empty.
  var inputs = Array.from(box.querySelectorAll("input[type=file]")), field = at.closest(".field");
  if (count > 1) { return inputs; }
  return [inputs.find(function (one) { return one === at || field && field.contains(one); }) ||
    inputs.find(function (one) { return !one.files.length; }) || inputs[0]];
}
function hasFolder(items) {
  return Array.from(items).some(function (item) {
    var entry = item.webkitGetAsEntry();
    return entry && entry.isDirectory;
  });
}
document.addEventListener("dragover", function (event) {
  if (!carries(event)) { return; }
  var box = boxAt(event);
  event.preventDefault();
  event.dataTransfer.dropEffect = box ? "copy" : "none";
  light(box);
});
document.addEventListener("dragleave", function (event) { if (!event.relatedTarget) { light(null); } });
document.addEventListener("drop", function (event) {
  if (!carries(event)) { return; }
  event.preventDefault();
  light(null);
  var box = boxAt(event), files = Array.from(event.dataTransfer.files);
  if (!box || !files.length) { return; }
  var places = placesFor(box, event.target, files.length);
  if (hasFolder(event.dataTransfer.items)) { complain(box, "文件夹不能直接送，请打开它，选中其中的文件再拖过来"); }
  else if (places[0].multiple) { lay(places[0], files); }
  else if (files.length > places.length) { complain(box, "这里一次只能放" + places.length + "个文件，请重新拖"); }
  else { places.slice(0, files.length).forEach(function (input, number) { lay(input, [files[number]]); }); }
});
// The browser's own button speaks the browser's language: ours lies over it, and what is clicked,
// reached by key and dropped on is still the field itself.
function face(input) {
  var frame = document.createElement("span"), button = document.createElement("span"), names = document.createElement("span");
  frame.className = "chooser";
  button.className = "face";
  button.textContent = input.multiple ? "选取文件（可多选）" : "选取文件";
  names.className = "names";
  names.setAttribute("role", "status");
  input.parentNode.insertBefore(frame, input);
  frame.append(input, button, names);
}
function name(input) {
  var names = input.closest(".chooser"), chosen = Array.from(input.files).map(function (file) { return file.name; });
  if (!names) { return; }
  names = names.querySelector(".names");
  if (!chosen.length) { names.textContent = "还没有选文件"; }
  else if (chosen.length === 1) { names.textContent = chosen[0]; }
  else { names.textContent = "已选" + chosen.length + "个：" + chosen.slice(0, 5).join("、") + (chosen.length > 5 ? "等" : ""); }
}
var places = Array.from(document.querySelectorAll("form.drop input[type=file]"));
places.forEach(face);
window.addEventListener("pageshow", function () { places.forEach(name); });
document.addEventListener("change", function (event) {
  if (event.target.type !== "file" || !event.target.form) { return; }
  complain(event.target.form, "");
  name(event.target);
});
// What is missing is said in our language too.
document.addEventListener("invalid", function (event) {
  var field = event.target;
  if (field.validity.valueMissing) { field.setCustomValidity(field.type === "file" ? "请先选取文件" : field.type === "radio" ? "请选一个" : "请填写这一项"); }
}, true);
["input", "change"].forEach(function (kind) {
  document.addEventListener(kind, function (event) { if (event.target.setCustomValidity) { event.target.setCustomValidity(""); } }, true);
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
// What was found at a field is seen on it too.
document.addEventListener("htmx:afterSettle", function () {
  document.querySelectorAll("[aria-invalid][aria-describedby]").forEach(function (field) {
    var remarks = document.getElementById(field.getAttribute("aria-describedby"));
    if (remarks && remarks.classList.contains("remarks")) { field.setAttribute("aria-invalid", String(remarks.children.length > 0)); }
  });
});
