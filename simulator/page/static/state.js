"use strict";
// What is shown: a scenario, what it is held against, changes by key in order; undo, redo, the address.
var M = { language: "zh", words: {}, picks: {}, view: null, service: null, place: "city", when: null };

M.one = function (both) { return both ? both[M.language === "en" ? 1 : 0] : ""; };
M.say = function (name, values) {
  var text = M.one(M.words[name]);
  return text.replace(/\{(\w+)\}/g, function (hole, key) { return values && key in values ? values[key] : hole; });
};

M.State = (function () {
  var now = { scenario: "", against: "", changes: {} }, past = [], future = [], kept = "";

  function copy(state) { return JSON.parse(JSON.stringify(state)); }
  function told(state) {
    var address = new URLSearchParams();
    address.set("scenario", state.scenario);
    if (state.against) { address.set("against", state.against); }
    Object.keys(state.changes).forEach(function (key) { address.append("set", key + "=" + state.changes[key]); });
    if (M.language === "en") { address.set("lang", "en"); }
    if (M.service) { address.set("service", M.service); }
    if (M.place !== "city") { address.set("place", M.place); }
    return "#" + address.toString();
  }
  function read(hash) {
    var address = new URLSearchParams(hash.replace(/^#/, "")), changes = {};
    address.getAll("set").forEach(function (text) {
      var at = text.indexOf("=");
      if (at > 0) { changes[text.slice(0, at)] = text.slice(at + 1); }
    });
    return { scenario: address.get("scenario") || "", against: address.get("against") || "", changes: changes, language: address.get("lang"), service: address.get("service"), place: address.get("place") };
  }
  return {
    get: function () { return now; },
    set: function (state) { now = copy(state); },
    read: read,
    // what is asked of the server
    asked: function () { return { scenario: now.scenario, changes: now.changes }; },
    base: function () { return { scenario: now.against || now.scenario }; },
    change: function (key, text) {
      if (text === null) { delete now.changes[key]; } else { now.changes[key] = text; }
    },
    // one step of undo ends here
    commit: function () {
      var written = JSON.stringify(now);
      if (written !== kept) {
        if (kept) { past.push(kept); }
        if (past.length > 300) { past.shift(); }
        future = [];
        kept = written;
      }
      this.tell();
    },
    tell: function () { history.replaceState(null, "", told(now)); },
    step: function (back) {
      var from = back ? past : future, to = back ? future : past;
      if (!from.length) { return false; }
      to.push(kept);
      kept = from.pop();
      now = JSON.parse(kept);
      this.tell();
      return true;
    },
    canStep: function (back) { return (back ? past : future).length > 0; }
  };
})();
