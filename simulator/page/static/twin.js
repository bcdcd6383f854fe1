"use strict";
// Runs made beforehand answer in place of the program; what was not run is refused.
window.TWIN = (function () {
  var runs = window.RUNS.runs;
  function found(state) {
    var changes = state.changes || {};
    var said = Object.keys(changes).map(function (key) { return key + "=" + changes[key]; }).sort();
    return runs[state.scenario + "|" + said.join("|")];
  }
  function changed(picture, state, base) {
    // the sentence was made against the scenario itself; against another one the map tells
    return base.scenario === state.scenario ? picture : Object.assign({}, picture, { changed: M.words.twin_against });
  }
  return {
    answer: function (question, body) {
      if (question === "start") { return Promise.resolve(window.RUNS.start); }
      var run = body.state ? found(body.state) : null;
      if (question === "run" && run) { return Promise.resolve(changed(run.picture, body.state, body.base || body.state)); }
      if (question === "targets" && run) { return Promise.resolve({ targets: run.targets }); }
      var error = new Error("refused");
      error.faults = [{ place: "", key: "", said: M.words.twin_missing }];
      return Promise.reject(error);
    },
    // the nearest position that was run
    stop: function (lever, shown) {
      return lever.stops.reduce(function (best, each) { return Math.abs(each - shown) < Math.abs(best - shown) ? each : best; }, lever.stops[0]);
    }
  };
})();
