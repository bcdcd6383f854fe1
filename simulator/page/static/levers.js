"use strict";
// The levers: a slider with a number field, what may be picked, back to rest; and all changes made.
M.Levers = (function () {
  var rows = {}, list = [], rests = {};

  function $(id) { return document.getElementById(id); }
  function make(tag, fields, inside) {
    var made = Object.assign(document.createElement(tag), fields || {});
    (inside || []).forEach(function (each) { made.append(each); });
    return made;
  }
  function filled(text, words) { return text.replace(/<(\w+)>/g, function (hole, name) { return name in words ? words[name] : hole; }); }
  function picked(lever) { return M.picks[lever.name]; }
  function keyOf(lever) { return filled(lever.key, picked(lever)); }
  function written(lever, shown) {
    return lever.kind === "switch" ? (shown ? "true" : "false") : String(Number((shown * lever.times).toPrecision(12)));
  }
  function statement(lever, shown) { return filled(lever.says, Object.assign({ value: written(lever, shown) }, picked(lever))); }
  // the number, and what was picked, of a statement that this lever could have made; null of any other
  function understood(lever, text) {
    var names = [], pattern = lever.says.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/<(\w+)>/g, function (hole, name) {
      names.push(name);
      return "([\\w.+-]+)";
    }).replace(/\s+/g, "\\s*");
    var found = new RegExp("^\\s*" + pattern + "\\s*$").exec(text);
    if (!found) { return null; }
    var words = {};
    names.forEach(function (name, i) { words[name] = found[i + 1]; });
    var value = lever.kind === "switch" ? (words.value === "true" ? 1 : 0) : Number((Number(words.value) / lever.times).toPrecision(12));
    return isFinite(value) ? { value: value, words: words } : null;
  }
  function shownOf(lever) {
    var text = M.State.get().changes[keyOf(lever)], rest = rests[lever.name] ? rests[lever.name].rest : null;
    if (text === undefined) { return { value: rest, moved: false }; }
    var found = understood(lever, text);
    return found ? { value: found.value, moved: true } : { value: null, moved: true };
  }
  function word(name, value) {
    if (name === "service") { var one = M.named.services.find(function (s) { return s.name === value; }); return one ? M.one(one.title) : value; }
    if (name === "district") { return M.one(M.named.districts[value]) || value; }
    return value;
  }
  function move(lever, shown, done) {
    var rest = rests[lever.name].rest, key = keyOf(lever);
    if (!isFinite(shown)) { return; }
    shown = Math.min(lever.high, Math.max(lever.low, shown));
    if (window.TWIN) { shown = window.TWIN.stop(lever, shown); }
    M.State.change(key, shown === rest ? null : statement(lever, shown));
    show(lever);
    changes();
    if (done) { M.State.commit(); }
    M.refresh();
  }
  function build(lever) {
    var id = "lever-" + lever.name, row = { lever: lever };
    row.box = make("div", { className: "lever" });
    row.back = make("button", { type: "button", className: "back", textContent: "↺" });
    row.back.addEventListener("click", function () { M.State.change(keyOf(lever), null); show(lever); changes(); M.State.commit(); M.refresh(); });
    row.label = make("span", { className: "label", id: id + "-label" });
    if (lever.kind === "switch") {
      row.field = make("input", { type: "checkbox", id: id });
      row.field.addEventListener("change", function () { move(lever, row.field.checked ? 1 : 0, true); });
      row.box.append(make("div", { className: "line" }, [make("label", { className: "switch", htmlFor: id }, [row.field, row.label]), row.back]));
    } else {
      row.field = make("input", { type: "number", id: id, min: lever.low, max: lever.high, step: lever.step, inputMode: "decimal" });
      row.slider = make("input", { type: "range", min: lever.low, max: lever.high, step: lever.step });
      row.slider.setAttribute("aria-labelledby", id + "-label");
      row.slider.addEventListener("input", function () { move(lever, row.slider.valueAsNumber, false); });
      row.slider.addEventListener("change", function () { move(lever, row.slider.valueAsNumber, true); });
      row.field.addEventListener("change", function () { move(lever, row.field.valueAsNumber, true); show(lever); });
      row.field.setAttribute("aria-labelledby", id + "-label");
      row.box.append(make("div", { className: "line" }, [row.label, row.field, row.back]));
    }
    row.picks = {};
    if (lever.picks.length) {
      var box = make("div", { className: "picks" });
      lever.picks.forEach(function (pick) {
        var select = row.picks[pick.name] = make("select");
        select.addEventListener("change", function () { repick(lever, pick.name, select.value); });
        box.append(select);
      });
      row.box.append(box);
    }
    if (row.slider) { row.box.append(row.slider); }
    row.foot = make("div", { className: "foot" });
    row.box.append(row.foot);
    rows[lever.name] = row;
    return row.box;
  }
  // another service, district or year: a lever with one key takes its number along
  function repick(lever, name, value) {
    var before = shownOf(lever), moves = lever.key.indexOf("<" + name + ">") < 0 && before.moved && before.value !== null;
    picked(lever)[name] = value;
    if (moves) { move(lever, before.value, true); } else { show(lever); }
  }
  function show(lever) {
    var row = rows[lever.name], rest = rests[lever.name] || { rest: null, acts: false }, text = M.State.get().changes[keyOf(lever)];
    var fixed = lever.picks.length && lever.key.indexOf("<") < 0 && text !== undefined ? understood(lever, text) : null;
    if (fixed) { lever.picks.forEach(function (pick) { picked(lever)[pick.name] = fixed.words[pick.name]; }); }
    var shown = shownOf(lever), idle = !rest.acts || (rest.rest === null && !shown.moved);
    row.box.classList.toggle("moved", shown.moved);
    row.box.classList.toggle("idle", idle);
    row.label.textContent = M.one(lever.title);
    row.back.disabled = !shown.moved;
    row.back.setAttribute("aria-label", M.say("back", { lever: M.one(lever.title) }));
    row.back.title = row.back.getAttribute("aria-label");
    row.field.disabled = idle;
    if (lever.kind === "switch") { row.field.checked = shown.value === 1; } else {
      row.slider.disabled = idle;
      if (document.activeElement !== row.field || shown.value !== row.field.valueAsNumber) { row.field.value = shown.value === null ? "" : shown.value; }
      row.slider.value = shown.value === null ? rest.rest : shown.value;
      row.slider.setAttribute("aria-valuetext", (shown.value === null ? "" : shown.value) + " " + M.one(lever.unit));
    }
    lever.picks.forEach(function (pick) {
      var select = row.picks[pick.name];
      select.replaceChildren.apply(select, pick.words.map(function (each) { return new Option(word(pick.name, each), each, false, each === picked(lever)[pick.name]); }));
      select.setAttribute("aria-label", M.say("told_of", { title: M.one(lever.title), value: M.say("pick_" + pick.name) }));
      select.disabled = idle || Boolean(window.TWIN);
    });
    var said = idle ? M.say("lever_idle") : shown.moved && shown.value === null ? M.say("lever_by_hand") : M.one(lever.unit);
    var right = lever.kind !== "switch" && rest.rest !== null && !idle ? M.say("rest_at", { rest: rest.rest }) : "";
    row.foot.replaceChildren(make("span", { textContent: said }), make("span", { textContent: right }));
    row.foot.hidden = !said && !right;
  }
  function titleOf(key, text) {
    var lever = list.find(function (each) { return new RegExp("^" + each.key.replace(/\./g, "\\.").replace(/<\w+>/g, "\\w+?") + "$").test(key); });
    if (!lever) { return { title: key, value: text }; }
    var found = understood(lever, text);
    if (!found) { return { title: M.one(lever.title), value: text }; }
    var told = lever.picks.map(function (pick) { return word(pick.name, found.words[pick.name] || pickedIn(lever, key, pick.name)); }).filter(Boolean);
    var value = lever.kind === "switch" ? M.say(found.value ? "yes" : "no") : found.value + " " + M.one(lever.unit).split(/[，,]/)[0];
    return { title: told.length ? M.say("bracketed", { before: M.one(lever.title), text: told.reduce(function (a, b) { return M.say("one_and", { first: a, next: b }); }) }) : M.one(lever.title), value: value };
  }
  function pickedIn(lever, key, name) {
    var names = [], pattern = lever.key.replace(/\./g, "\\.").replace(/<(\w+)>/g, function (hole, each) { names.push(each); return each === "service" ? "(" + lever.picks.find(function (p) { return p.name === "service"; }).words.join("|") + ")" : "(\\w+)"; });
    var found = new RegExp("^" + pattern + "$").exec(key);
    return found ? found[names.indexOf(name) + 1] : "";
  }
  function changes() {
    var made = M.State.get().changes, keys = Object.keys(made), box = $("changes");
    if (!keys.length) { box.replaceChildren(); return; }
    box.replaceChildren(make("h2", { textContent: M.say("changes", { number: keys.length }) }), make("ul", {}, keys.map(function (key) {
      var told = titleOf(key, made[key]), back = make("button", { type: "button", textContent: "✗" });
      back.setAttribute("aria-label", M.say("back", { lever: told.title }));
      back.addEventListener("click", function () { M.State.change(key, null); M.State.commit(); all(); M.refresh(); });
      return make("li", { title: key + " = " + made[key] }, [make("span", { textContent: M.say("told_of", told) }), back]);
    })));
  }
  function all() { list.forEach(show); changes(); }
  return {
    make: make,
    build: function (levers) {
      list = levers;
      levers.forEach(function (lever) {
        M.picks[lever.name] = {};
        lever.picks.forEach(function (pick) { M.picks[lever.name][pick.name] = pick.words[0]; });
      });
      $("lever-list").replaceChildren.apply($("lever-list"), levers.map(build));
    },
    rest: function (found) { rests = found; all(); },
    show: all
  };
})();
