// After everything else of a report: what a reader sees of it, told to the page around it.
window.addEventListener("load", function () {
  function all(query) { return [].slice.call(document.querySelectorAll(query)); }
  function seen(one) {
    var box = one.getBoundingClientRect();
    return box.width > 50 && box.height > 50;
  }
  function beyond(one) {
    return !one.closest(".scroll") && one.getBoundingClientRect().right > window.innerWidth + 1;
  }
  var facts = {
    width: window.innerWidth,
    content: document.documentElement.scrollWidth,
    beyond: all("body *").filter(beyond).map(function (one) {
      return one.tagName + " " + (one.id || one.className);
    }),
    charts: all("figure.chart").length,
    drawn: all("figure.chart .drawn svg").filter(seen).length,
    paths: all("figure.chart .drawn svg").map(function (one) {
      return one.querySelectorAll("path").length;
    }),
    pictures: all("figure.chart .picture svg").filter(seen).length,
    captions: all("figure.chart > figcaption").filter(function (one) {
      return one.offsetHeight > 0;
    }).length,
    resources: performance.getEntriesByType("resource").map(function (one) {
      return one.name;
    }).filter(function (name) { return name.indexOf("data:") !== 0; }),
    chosen: []
  };
  var curves = document.getElementById("places-curves");
  function look() {
    var lines = [].map.call(curves.querySelectorAll(".drawn svg path"), function (one) {
      return one.getAttribute("d");
    });
    facts.chosen.push([curves.querySelector("figcaption").textContent, lines.join(" ")]);
  }
  function choose(which, value) {
    var select = curves.querySelectorAll(".choices select")[which];
    select.value = value;
    select.dispatchEvent(new Event("change"));
    look();
  }
  function filter() {
    var button = document.querySelectorAll(".filters button")[1];
    button.click();
    var shown = all("#scoreboard-rows tr[data-group]").filter(function (row) {
      return !row.hidden && row.dataset.group;
    });
    facts.filtered = [Number(button.textContent.split(" ").pop()), shown.length];
  }
  if (document.documentElement.classList.contains("scripts")) {
    look();
    choose(0, 1);
    choose(1, 2);
    choose(0, 2);
    facts.places = curves.querySelectorAll(".choices select")[1].options.length;
    filter();
  }
  facts.heard = heard;
  parent.postMessage(JSON.stringify(facts), "*");
});
