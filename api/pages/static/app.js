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
// What is typed into a form is kept every five seconds and when a field is left.
var form = document.querySelector("form[data-keep]");
if (form && window.fetch) (function () {
  var note = document.getElementById("saved"), kept = typed(), composing = false, busy = false, timer;
  function typed() { // files are not kept before they are sent
    var all = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { if (typeof value === "string") all.append(name, value); });
    return all.toString();
  }
  function ask(step, part) {
    return fetch(form.getAttribute("action"), { method: "POST", credentials: "same-origin", headers: { "X-Part": part,
      "Content-Type": "application/x-www-form-urlencoded" }, body: typed() + "&step=" + step }).then(function (r) {
      if (!r.ok || r.redirected) throw new Error(r.status);
      return r.text();
    });
  }
  function keep() {
    var now = typed();
    if (composing || busy || form.dataset.sent || now === kept) return;
    busy = true;
    ask("keep", "saved").then(function (text) { kept = now; note.textContent = text; })
      .catch(function () { note.textContent = form.dataset.keep; }).then(function () { busy = false; });
  }
  form.addEventListener("compositionstart", function () { composing = true; });
  form.addEventListener("compositionend", function () { composing = false; });
  form.addEventListener("focusout", keep);
  setInterval(keep, 5000);
  // While a suggestion is written those that are like it are looked for.
  var place = document.getElementById("similar");
  if (place) form.addEventListener("input", function (e) {
    if (e.target.name !== "title" && e.target.name !== "body") return;
    clearTimeout(timer);
    timer = setTimeout(function () {
      if (!composing && !form.dataset.sent) ask("similar", "similar").then(function (html) { place.innerHTML = html; }).catch(function () {});
    }, 1500);
  });
  // One more line is put under the last.
  form.addEventListener("click", function (e) {
    if (!e.target.classList || !e.target.classList.contains("more")) return;
    var lines = e.target.parentNode.querySelectorAll(".line"), last = lines[lines.length - 1];
    if (!last) return;
    e.preventDefault();
    var line = last.cloneNode(true);
    line.querySelectorAll("input").forEach(function (i) { i.value = ""; });
    last.parentNode.insertBefore(line, last.nextSibling);
    line.querySelector("input, select").focus();
  });
})();
// Whether the case has gone on is asked when the page is looked at again, and now
// and then while it is. What is typed stays as it is.
var moved = document.getElementById("moved");
if (moved && window.fetch) (function () {
  var asking = false;
  function ask() {
    if (document.hidden || asking || !moved.hidden) return;
    asking = true;
    fetch(moved.dataset.since, { credentials: "same-origin", headers: { "Huiyin-By-Itself": "1" } }).then(function (r) {
      return r.status === 200 && !r.redirected ? r.text() : "";
    }).then(function (news) {
      if (!news) return;
      moved.querySelector("div").innerHTML = news;
      moved.hidden = false;
    }).catch(function () {}).then(function () { asking = false; });
  }
  window.addEventListener("focus", ask);
  document.addEventListener("visibilitychange", ask);
  setInterval(ask, 15000);
})();
// A file that is too large is told of before it is sent.
document.addEventListener("change", function (e) {
  var most = Number(e.target.dataset.most);
  if (!most) return;
  var large = Array.prototype.filter.call(e.target.files, function (f) { return f.size > most; });
  e.target.setCustomValidity(large.length ? large[0].name + " " + e.target.dataset.words : "");
  e.target.reportValidity();
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
