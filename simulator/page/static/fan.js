"use strict";
// How sure a curve is: asked for once nothing moves, and again while draws are still being run.
M.Fan = (function () {
  var IDLE = 500, AGAIN = 900, found = null, waiting = null;

  function key() { return JSON.stringify([M.State.asked(), M.service, M.place]); }
  function ask() {
    waiting = null;
    var asked = key();
    if (document.body.getAttribute("aria-busy") !== "false" || document.hidden) { waiting = setTimeout(ask, AGAIN); return; }
    M.ask("fan", { state: M.State.asked(), service: M.service, place: M.place }).then(function (fan) {
      if (asked !== key()) { return; }
      found = Object.assign(fan, { key: asked });
      M.Picture.curve();
      if (fan.draws < fan.of) { waiting = setTimeout(ask, AGAIN); }
    }).catch(function () {
      found = { key: asked, draws: 0, of: 0 };
      M.Picture.curve();
    });
  }
  return {
    want: function () { if (window.TWIN) { return; } clearTimeout(waiting); waiting = setTimeout(ask, IDLE); },
    of: function () { return found && found.key === key() && found.low ? found : null; },
    // how many draws, and how likely it is that places are short at the reading that is chosen
    said: function (n) {
      if (window.TWIN) { return M.say("fan_twin"); }
      if (!found || found.key !== key() || (!found.draws && found.of)) { return M.say("fan_coming"); }
      if (!found.of) { return M.say("fan_none"); }
      var chance = found.short && n >= 0 ? found.short[n] : null;
      var told = M.say(found.draws < found.of ? "fan_so_far" : "fan", { draws: found.draws, of: found.of });
      return chance === null || chance === undefined ? told : M.say("and_so", { first: told, next: M.say("fan_chance", { chance: Math.round(100 * chance) }) });
    }
  };
})();
