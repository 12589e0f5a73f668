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
  fetch(location.href, { credentials: "same-origin", headers: { "Huiyin-By-Itself": "1" } }).then(function (r) { return r.ok && !r.redirected ? r.text() : ""; }).then(function (text) {
    var fresh = text && new DOMParser().parseFromString(text, "text/html").getElementById("live");
    if (fresh) live.innerHTML = fresh.innerHTML;
  }).catch(function () {});
}, 30000);
// Two minutes before the session ends its owner is told, and stays with one key.
// Who is typing stays by that.
var ending = document.getElementById("ending");
if (ending) (function () {
  var used = Date.now(), opened = used, told = 120;
  var left = Number(ending.dataset.left), last = Number(ending.dataset.last);
  function stay() {
    fetch("/account/alive", { credentials: "same-origin" }).then(function (r) {
      if (r.status === 204) { used = Date.now(); look(); }
    }).catch(function () {});
  }
  function look() {
    var idle = left - (Date.now() - used) / 1000, all = last - (Date.now() - opened) / 1000;
    ending.querySelector('[data-word="idle"]').hidden = all <= told;
    ending.querySelector('[data-word="last"]').hidden = all > told;
    ending.querySelector("button").hidden = all <= told;
    ending.hidden = Math.min(idle, all) > told;
  }
  ending.querySelector("button").addEventListener("click", stay);
  document.addEventListener("input", function () { if (Date.now() - used > 300000) stay(); });
  setInterval(look, 10000);
  look();
})();
