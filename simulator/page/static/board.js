"use strict";
// The strip of the plan's targets: one square a figure, what has changed ringed and told below.
M.Board = (function () {
  var MARKS = { met: "✓", recorded_met: "✓", met_before: "✓", met_after: "≈", close: "≈", missed: "✗", recorded_missed: "✗", open: "✗", depends: "?", recorded_depends: "?", indirect: "?", no_number: "·" };
  var make = M.Levers.make, now = null, was = null, chosen = 0;

  function $(id) { return document.getElementById(id); }
  function told(n) {
    var one = M.targets[n], found = now[n], earlier = was ? was[n] : found;
    var verdict = found.verdict === earlier.verdict ? M.one(found.said) : M.say("from_to", { before: M.one(earlier.said), after: M.one(found.said) });
    return M.say("target", { name: one.name, title: M.one(one.title), promise: M.one(one.promise), verdict: verdict });
  }
  function choose(n, focus) {
    chosen = n;
    $("target").textContent = told(n);
    [].forEach.call($("strip").children, function (each, i) { each.setAttribute("aria-selected", i === n); each.tabIndex = i === n ? 0 : -1; });
    if (focus) { $("strip").children[n].focus(); }
  }
  function draw() {
    if (!now) { return; }
    var strip = $("strip"), moved = [], counts = {};
    now.forEach(function (found, n) {
      var square = strip.children[n];
      if (!square) {
        square = make("button", { type: "button" });
        square.setAttribute("role", "option");
        square.addEventListener("click", function () { choose(n); });
        square.addEventListener("mouseenter", function () { $("target").textContent = told(n); });
        square.addEventListener("keydown", function (event) {
          var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -n, End: now.length - 1 - n }[event.key];
          if (step !== undefined) { event.preventDefault(); choose(Math.min(now.length - 1, Math.max(0, n + step)), true); }
        });
        strip.append(square);
      }
      var differs = was && was[n].verdict !== found.verdict;
      square.className = "square " + found.verdict + (differs ? " moved" : "");
      square.textContent = MARKS[found.verdict] || "·";
      square.setAttribute("aria-label", told(n));
      square.title = M.targets[n].name + " " + M.one(M.targets[n].title);
      counts[found.verdict] = (counts[found.verdict] || 0) + 1;
      if (differs) { moved.push(n); }
    });
    strip.setAttribute("aria-label", M.say("board"));
    choose(Math.min(chosen, now.length - 1));
    $("board-how").textContent = !M.Picture.differs() ? M.say("board_how", { number: now.length }) : moved.length ? M.say("board_moved", { number: moved.length, all: now.length }) : M.say("board_same", { number: now.length });
    $("strip-key").replaceChildren.apply($("strip-key"), Object.keys(MARKS).filter(function (name) { return counts[name]; }).map(function (name) {
      return make("span", {}, [make("i", { className: "square " + name, textContent: MARKS[name] }), M.one(M.words["verdict." + name]) + " " + counts[name]]);
    }));
    $("moved").replaceChildren.apply($("moved"), moved.map(function (n) { return make("li", { textContent: told(n) }); }));
  }
  return {
    show: function (found, against) { now = found; was = against; draw(); },
    draw: draw
  };
})();
