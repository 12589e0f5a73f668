// Pages work without this script; it only makes some things easier.
"use strict";
// After a form came back with errors the summary is read first.
var errors = document.getElementById("errors");
if (errors) errors.focus();
// A form is sent once, however often the button is pressed.
document.addEventListener("submit", function (e) {
  var form = e.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) { e.preventDefault(); return; }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", function () {
  document.querySelectorAll("form[data-sent]").forEach(function (f) { delete f.dataset.sent; });
});
// "/" goes to the search box, unless something is being typed.
document.addEventListener("keydown", function (e) {
  var box = document.getElementById("q");
  if (e.key !== "/" || !box || e.ctrlKey || e.altKey || e.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
  e.preventDefault();
  box.focus();
});
// What is live is fetched anew every half minute while the page is seen. A reader
// who opened a definition or moved into it is not disturbed.
var live = document.getElementById("live");
if (live) setInterval(function () {
  if (document.hidden || live.contains(document.activeElement) || live.querySelector("details[open]")) return;
  fetch(location.href, { credentials: "same-origin" }).then(function (r) { return r.ok && !r.redirected ? r.text() : ""; }).then(function (text) {
    var fresh = text && new DOMParser().parseFromString(text, "text/html").getElementById("live");
    if (fresh) live.innerHTML = fresh.innerHTML;
  }).catch(function () {});
}, 30000);
