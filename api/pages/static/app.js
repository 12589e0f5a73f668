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
