"use strict";
// The page: starts, asks for the newest state whenever something moves, one question at a time.
(function () {
  var SETTLED = 150, bases = {}, boards = {}, flying = false, dirty = false, since = null, slow = null, settling = null;

  function $(id) { return document.getElementById(id); }
  function badge(name) { $("badge").textContent = name ? M.say(name) : ""; }
  function words() {
    document.documentElement.lang = M.language === "en" ? "en" : "zh-CN";
    document.querySelectorAll("[data-word]").forEach(function (each) { each.textContent = M.say(each.dataset.word); });
    document.querySelectorAll("[data-label]").forEach(function (each) { each.setAttribute("aria-label", M.say("label_" + each.dataset.label)); });
    $("zh").setAttribute("aria-pressed", M.language === "zh");
    $("en").setAttribute("aria-pressed", M.language === "en");
    $("title").textContent = document.title = M.say("title", { city: M.one(M.named.city) });
    $("foot").textContent = M.say(window.TWIN ? "foot_twin" : "foot", { version: M.version });
  }
  function choices() {
    var now = M.State.get();
    function options(select, chosen, first) {
      var all = M.scenarios.map(function (each) { return new Option(M.one(each.title), each.name, false, each.name === chosen); });
      select.replaceChildren.apply(select, (first ? [first] : []).concat(all));
    }
    options($("scenario"), now.scenario);
    options($("against"), now.against, new Option(M.say("itself"), "", false, !now.against));
  }
  function buttons() {
    $("undo").disabled = !M.State.canStep(true);
    $("redo").disabled = !M.State.canStep(false);
    $("reset").disabled = !Object.keys(M.State.get().changes).length;
    $("save").disabled = Boolean(window.TWIN) || !Object.keys(M.State.get().changes).length;
  }
  function faults(error) {
    if (error.status === 409) { return; }
    M.Dialogs.tell($("messages"), error, error.faults ? M.say("as_before") : "");
  }
  function remarks(picture) {
    $("messages").replaceChildren.apply($("messages"), picture.remarks.map(function (each) {
      return M.Levers.make("p", { className: "note", textContent: each.key ? M.say("told_of", { title: each.key, value: M.one(each.said) }) : M.one(each.said) });
    }));
  }
  function based() {
    var asked = M.State.base();
    if (bases[asked.scenario]) { return Promise.resolve(bases[asked.scenario]); }
    return M.ask("run", { state: asked, base: asked }).then(function (picture) { bases[asked.scenario] = picture; return picture; });
  }
  function busy(is) { document.body.setAttribute("aria-busy", is); }
  M.refresh = function () {
    busy(true);
    buttons();
    since = since === null ? performance.now() : since;
    if (flying) { dirty = true; return; }
    flying = true;
    dirty = false;
    clearTimeout(settling);
    settling = null;
    var began = since, base = M.State.base();
    since = null;
    slow = slow || setTimeout(function () { badge("working"); }, 400);
    based().then(function (against) {
      return M.ask("run", { state: M.State.asked(), base: base }).then(function (picture) {
        M.Levers.rest(picture.levers);
        M.Picture.show(picture, against);
        remarks(picture);
        performance.measure("picture", { start: began, end: performance.now() });
      });
    }).catch(faults).finally(function () {
      flying = false;
      if (dirty) { M.refresh(); return; }
      clearTimeout(slow);
      slow = null;
      badge("");
      settling = setTimeout(settle, SETTLED);
    });
  };
  // what may wait until nothing moves: the figures of the plan, and how sure
  function settle() {
    settling = null;
    if (flying) { return; }
    flying = true;
    var base = M.State.base(), known = boards[base.scenario];
    Promise.resolve(known || M.ask("targets", { state: base }).then(function (found) { return found.targets; })).then(function (against) {
      boards[base.scenario] = against;
      return M.ask("targets", { state: M.State.asked() }).then(function (found) { M.Board.show(found.targets, against); });
    }).catch(faults).finally(function () {
      flying = false;
      if (dirty) { M.refresh(); return; }
      busy(false);
      M.Fan.want();
    });
  }
  M.restart = function () { choices(); M.Levers.show(); M.refresh(); };
  function speak(language) {
    M.language = language;
    words(); choices(); M.Levers.show(); M.Picture.draw(); M.Board.draw();
    M.State.tell();
  }
  function step(back) { if (M.State.step(back)) { M.restart(); } }
  function listen() {
    $("zh").addEventListener("click", function () { speak("zh"); });
    $("en").addEventListener("click", function () { speak("en"); });
    $("undo").addEventListener("click", function () { step(true); });
    $("redo").addEventListener("click", function () { step(false); });
    $("reset").addEventListener("click", function () { var now = M.State.get(); M.State.set({ scenario: now.scenario, against: now.against, changes: {} }); M.State.commit(); M.restart(); });
    $("scenario").addEventListener("change", function () { var now = M.State.get(); M.State.set({ scenario: $("scenario").value, against: now.against, changes: now.changes }); M.State.commit(); M.restart(); });
    $("against").addEventListener("change", function () { var now = M.State.get(); M.State.set({ scenario: now.scenario, against: $("against").value, changes: now.changes }); M.State.commit(); M.restart(); });
    document.addEventListener("keydown", function (event) {
      if (!(event.ctrlKey || event.metaKey) || event.target.matches("input[type=text], input[type=search], dialog input")) { return; }
      var key = event.key.toLowerCase();
      if (key === "z" || key === "y") { event.preventDefault(); step(key === "z" && !event.shiftKey); }
    });
    window.addEventListener("hashchange", function () { take(M.State.read(location.hash)); M.State.commit(); M.restart(); });
    if (window.TWIN) { ["open", "save", "more", "trace"].forEach(function (name) { $(name).classList.add("gone"); }); }
    if (matchMedia("(max-width: 56rem)").matches) { $("levers-fold").open = false; }
    $("levers-fold").querySelector("summary").addEventListener("click", function (event) { if (!matchMedia("(max-width: 56rem)").matches) { event.preventDefault(); } });
  }
  function take(address) {
    var known = M.scenarios.map(function (each) { return each.name; });
    M.State.set({ scenario: known.indexOf(address.scenario) >= 0 ? address.scenario : M.first, against: known.indexOf(address.against) >= 0 ? address.against : "", changes: address.changes });
    if (address.language) { M.language = address.language === "en" ? "en" : "zh"; }
    if (M.named.services.some(function (each) { return each.name === address.service; })) { M.service = address.service; }
    if (address.place && address.place in M.named.places) { M.place = address.place; }
  }
  function start(found) {
    ["words", "scenarios", "named", "targets", "version", "first"].forEach(function (name) { M[name] = found[name]; });
    if (!/^zh/.test(navigator.language)) { M.language = "en"; }
    take(M.State.read(location.hash));
    bases[found.first] = found.picture;
    M.Levers.build(found.levers);
    M.Levers.rest(found.picture.levers);
    words(); choices(); listen();
    M.Picture.listen(); M.Dialogs.listen();
    var now = M.State.get();
    busy(true);
    if (now.scenario === found.first && !now.against && !Object.keys(now.changes).length) {
      M.Picture.show(found.picture, found.picture);
      remarks(found.picture);
      buttons();
      settling = setTimeout(settle, 0);
    } else { M.refresh(); }
    M.State.commit();
    document.body.dataset.ready = "yes";
  }
  M.ask("start", {}).then(start).catch(function (error) { $("changed").textContent = $("changed").dataset.silent; throw error; });
})();
