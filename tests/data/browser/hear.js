// Before everything else of a page: what it complains of, and what its policy blocks.
var heard = [];
window.addEventListener("error", function (event) { heard.push(String(event.message)); });
document.addEventListener("securitypolicyviolation", function (event) {
  heard.push("blocked " + event.blockedURI);
});
["error", "warn"].forEach(function (name) {
  console[name] = function () { heard.push([].join.call(arguments, " ")); };
});
