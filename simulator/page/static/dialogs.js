"use strict";
// Save, open, search every key, and the drawer that tells where a number comes from.
M.Dialogs = (function () {
  var make = M.Levers.make, keys = null;

  function $(id) { return document.getElementById(id); }
  function faultLines(error) {
    if (!error.faults) { return [make("p", { className: "fault", textContent: M.say("no_server") })]; }
    return error.faults.map(function (fault) {
      var place = [fault.place === "--set" || fault.place === "page" ? "" : fault.place, fault.key].filter(Boolean).join(": ");
      return make("p", { className: "fault" }, [make("b", { textContent: place }), " " + M.one(fault.said)]);
    });
  }
  function tell(box, error, more) { box.replaceChildren.apply(box, faultLines(error).concat(more ? [make("p", { className: "note", textContent: more })] : [])); }

  function trace() {
    var asked = { state: M.State.asked(), service: M.service, place: M.place, when: M.when };
    $("drawer").hidden = false;
    $("drawer-body").replaceChildren(make("p", { textContent: M.say("working") }));
    $("drawer").focus();
    M.ask("trace", asked).then(function (found) {
      var body = $("drawer-body");
      body.replaceChildren();
      found.groups.forEach(function (both) {
        var group = M.one(both);
        if (group.heading) { body.append(make("h3", { textContent: group.heading })); }
        group.lines.forEach(function (text) { body.append(make("p", { className: /^ {4}/.test(text) ? "deep" : "", textContent: text.trim() })); });
      });
    }).catch(function (error) { tell($("drawer-body"), error); });
  }
  function closeDrawer() { $("drawer").hidden = true; $("trace").focus(); }

  function preview() {
    var asked = { state: M.State.asked(), name: $("save-name").value || undefined, intent: $("save-intent").value };
    return M.ask("toml", asked).then(function (found) { $("save-text").textContent = found.text; $("save-messages").replaceChildren(); }).catch(function (error) { tell($("save-messages"), error); });
  }
  function save(event) {
    event.preventDefault();
    var asked = { state: M.State.asked(), name: $("save-name").value, intent: $("save-intent").value };
    M.ask("save", asked).then(function (found) {
      M.scenarios = found.scenarios;
      $("saving").close();
      M.State.set({ scenario: found.name, against: M.State.get().against || M.State.get().scenario, changes: {} });
      M.State.commit();
      M.restart();
      $("badge").textContent = M.say("saved", { path: found.path });
    }).catch(function (error) { tell($("save-messages"), error); });
  }
  function open() {
    var file = $("file").files[0];
    $("file").value = "";
    if (!file) { return; }
    file.text().then(function (text) { return M.ask("open", { text: text, name: file.name }); }).then(function (found) {
      M.State.set({ scenario: found.scenario, against: "", changes: found.changes });
      M.State.commit();
      $("messages").replaceChildren();
      M.restart();
    }).catch(function (error) { tell($("messages"), error, M.say("not_opened", { name: file.name })); });
  }
  function find() {
    var words = $("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean), made = M.State.get().changes;
    var found = keys.filter(function (each) {
      var text = (each.key + " " + each.meaning.join(" ")).toLowerCase();
      return words.every(function (word) { return text.indexOf(word) >= 0; });
    });
    $("search-how").textContent = M.say("search_found", { number: found.length, shown: Math.min(40, found.length) });
    $("found").replaceChildren.apply($("found"), found.slice(0, 40).map(function (each) {
      var field = each.choices.length ? make("select", {}, [new Option("", "")].concat(each.choices.map(function (c) { return new Option(c, c); }))) : make("input", { type: "text", spellcheck: false });
      field.value = made[each.key] || each.value;
      field.setAttribute("aria-label", each.key);
      var form = make("form", {}, [field, make("button", { type: "submit", textContent: M.say("apply") })]);
      form.addEventListener("submit", function (event) {
        event.preventDefault();
        M.State.change(each.key, field.value.trim() && field.value !== each.value ? field.value.trim() : null);
        M.State.commit();
        M.Levers.show();
        M.refresh();
        $("search-how").textContent = M.say("applied", { key: each.key });
      });
      var list = each.kind === "records";
      return make("div", { className: "row" }, [make("code", { textContent: each.key }), make("div", { textContent: M.one(each.unit) ? M.say("bracketed", { before: M.one(each.meaning), text: M.one(each.unit) }) : M.one(each.meaning) }), make("div", { className: "how", textContent: list ? M.say("in_file") : M.one(each.expected) })].concat(list ? [] : [form]));
    }));
  }
  function more() {
    $("finding").showModal();
    M.ask("keys", { state: M.State.asked() }).then(function (found) { keys = found.keys; find(); }).catch(function (error) { tell($("found"), error); });
  }
  return {
    tell: tell,
    listen: function () {
      $("trace").addEventListener("click", trace);
      $("drawer-close").addEventListener("click", closeDrawer);
      $("save").addEventListener("click", function () { $("saving").showModal(); preview(); });
      $("saving-form").addEventListener("submit", save);
      $("save-name").addEventListener("change", preview);
      $("save-intent").addEventListener("change", preview);
      $("save-close").addEventListener("click", function () { $("saving").close(); });
      $("open").addEventListener("click", function () { $("file").click(); });
      $("file").addEventListener("change", open);
      $("more").addEventListener("click", more);
      $("search").addEventListener("input", function () { if (keys) { find(); } });
      $("finding-close").addEventListener("click", function () { $("finding").close(); });
      document.addEventListener("keydown", function (event) {
        if (event.key === "Escape" && !$("drawer").hidden) { closeDrawer(); }
      });
    }
  };
})();
