"use strict";
// What a run shows: sentences, a card for every service, the map of districts, the curve of a place.
M.Picture = (function () {
  var INK = "#1f2328", QUIET = "#57606a", FAINT = "#d5d9dd", SPARE = "#0072b2", BASE = "#8b949e";
  var make = M.Levers.make, plot = null, shown = null, base = null, looked = {};

  function $(id) { return document.getElementById(id); }
  function whole(value) { return value === null || value === undefined ? M.say("unknown") : Math.round(value).toLocaleString("en-US").replace("-", "−"); }
  function signed(value) { return value === null ? M.say("unknown") : (Math.round(value) > 0 ? "+" : "") + whole(value); }
  function amount(value) {
    var size = Math.abs(value);
    return M.language === "zh" && size >= 10000 ? M.say("in_myriads", { number: (size / 10000).toFixed(1) }) : whole(size);
  }
  function axis(value) {
    var size = Math.abs(value);
    return M.language === "zh" && size >= 10000 ? M.say("in_myriads", { number: (value / 10000).toLocaleString("en-US") }) : value.toLocaleString("en-US").replace("-", "−");
  }
  function side(gap) { return gap === null ? M.say("unknown") : Math.abs(gap) < 0.5 ? M.say("even") : M.say(gap > 0 ? "short" : "spare", { amount: amount(gap) }); }
  function day(when) {
    var year = +when.slice(0, 4), month = +when.slice(5, 7);
    if (month === 1) { return M.say("end_of", { year: year - 1 }); }
    return M.say("month_of", { year: year, month: M.language === "en" ? ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"][month - 1] : month });
  }
  function namedService(name) { return M.named.services.find(function (each) { return each.name === name; }); }
  function serviceIn(picture, name) { return picture.services.find(function (each) { return each.name === name; }); }
  function placeIn(service, name) { return service && (service.places.find(function (each) { return each.name === name; })); }
  function gap(place, i) { return place.demand[i] === null || place.expected[i] === null ? null : place.demand[i] - place.expected[i]; }
  // the gap of the run that this one is held against, on the same day
  function before(service, place, when) {
    var there = placeIn(serviceIn(base, service), place);
    var column = there ? (looked[service] || {})[when] : undefined;
    return column === undefined ? null : gap(there, column);
  }
  function lookUp() {
    looked = {};
    base.services.forEach(function (service) {
      looked[service.name] = {};
      service.when.forEach(function (when, i) { looked[service.name][when] = i; });
    });
  }
  function differs() { var now = M.State.get(); return Object.keys(now.changes).length > 0 || (now.against && now.against !== now.scenario); }
  function isDifference() { return M.view === null ? differs() : M.view === "difference"; }
  function columns(service) {
    var school = namedService(service.name).is_school, kept = [];
    service.when.forEach(function (when, i) {
      var known = service.places.some(function (place) { return gap(place, i) !== null; });
      if (known && (school || when.slice(5) === "01")) { kept.push(i); }
    });
    return kept;
  }
  function last(place) { for (var i = place.demand.length - 1; i >= 0; i -= 1) { if (gap(place, i) !== null) { return i; } } return -1; }

  function sentences() {
    $("changed").textContent = M.one(shown.changed);
    $("headline").textContent = shown.answer.map(M.one).join(M.language === "en" ? " " : "");
  }
  function cards() {
    var box = $("services");
    M.named.services.forEach(function (service, n) {
      var there = placeIn(serviceIn(shown, service.name), "city"), i = last(there), now = i < 0 ? null : gap(there, i);
      var was = i < 0 ? null : before(service.name, "city", serviceIn(shown, service.name).when[i]);
      var by = now === null || was === null ? 0 : Math.round(now - was), card = box.children[n];
      if (!card) {
        card = make("button", { type: "button" }, [make("b"), make("span", { className: "now" }), make("span", { className: "moved" })]);
        card.setAttribute("role", "tab");
        card.addEventListener("click", function () { choose(service.name, M.place); });
        card.addEventListener("keydown", function (event) { roam(event, box, "button"); });
        box.append(card);
      }
      card.className = now === null || Math.abs(now) < 0.5 ? "" : now > 0 ? "short" : "spare";
      card.setAttribute("aria-selected", service.name === M.service);
      card.tabIndex = service.name === M.service ? 0 : -1;
      card.children[0].textContent = M.one(service.title);
      card.children[1].textContent = side(now);
      card.children[2].textContent = by ? (by > 0 ? "▲ " : "▼ ") + moved(by, now) : "";
      card.children[2].className = "moved " + (by > 0 ? "more" : by < 0 ? "less" : "");
    });
    $("services-how").textContent = M.say("services_how");
  }
  // arrow keys go from one to the next, within rows and between them
  function roam(event, box, what) {
    var all = [].slice.call(box.querySelectorAll(what)), at = all.indexOf(event.target), wide = event.target.parentNode.children.length;
    var step = { ArrowRight: 1, ArrowLeft: -1, Home: -at, End: all.length - 1 - at }[event.key];
    if (what === "td" && (event.key === "ArrowDown" || event.key === "ArrowUp")) { step = (wide - 1) * (event.key === "ArrowDown" ? 1 : -1); }
    if (step === undefined) { return; }
    var next = all[at + step];
    event.preventDefault();
    if (next) { event.target.tabIndex = -1; next.tabIndex = 0; next.focus(); }
  }
  function map() {
    var service = serviceIn(shown, M.service), kept = columns(service), difference = isDifference(), table = $("map"), school = namedService(M.service).is_school;
    var values = service.places.map(function (place) {
      return kept.map(function (i) {
        var now = gap(place, i), was = difference ? before(service.name, place.name, service.when[i]) : 0;
        return now === null || was === null ? null : now - was;
      });
    });
    var districts = values.length > 1 ? values.slice(0, -1) : values;
    var flat = [].concat.apply([1], districts).map(function (v) { return Math.abs(v || 0); }), largest = Math.max.apply(null, flat);
    var shape = [M.service, M.language, service.places.length, kept.join()].join("|");
    if (table.dataset.shape !== shape) {
      table.dataset.shape = shape;
      table.replaceChildren(make("thead", {}, [make("tr", {}, [make("th", { textContent: M.say("place"), scope: "col" })].concat(kept.map(function (i) {
        var when = service.when[i];
        return make("th", { scope: "col", textContent: school ? when.slice(0, 4) : +when.slice(0, 4) - 1, title: day(when) });
      })))]), make("tbody", {}, service.places.map(function (place) {
        return make("tr", {}, [make("th", { scope: "row", textContent: M.one(M.named.places[place.name]) })].concat(kept.map(function (i) {
          var cell = make("td", { tabIndex: -1 });
          cell.dataset.place = place.name;
          cell.dataset.when = service.when[i];
          cell.setAttribute("role", "gridcell");
          return cell;
        })));
      })));
    }
    var cells = table.querySelectorAll("td"), n = 0, focusable = null;
    values.forEach(function (row, r) {
      row.forEach(function (value, c) {
        var cell = cells[n], flat = value !== null && Math.abs(value) < 0.5;
        n += 1;
        cell.textContent = value === null ? "—" : flat ? "0" : signed(value);
        cell.className = value === null ? "unknown" : flat ? "" : value > 0 ? "shortage" : "surplus";
        cell.style.setProperty("--strength", (0.15 + 0.85 * Math.min(1, Math.sqrt(Math.abs(value || 0) / largest))).toFixed(3));
        var chosen = cell.dataset.place === M.place && cell.dataset.when === M.when;
        cell.setAttribute("aria-selected", chosen);
        cell.setAttribute("aria-label", M.one(M.named.places[cell.dataset.place]) + " " + day(cell.dataset.when) + " " + told(value, difference, gap(service.places[r], kept[c])));
        if (chosen) { focusable = cell; }
        if (cell !== document.activeElement) { cell.tabIndex = -1; }
      });
    });
    focusable = focusable || cells[0];
    if (focusable && !table.contains(document.activeElement)) { focusable.tabIndex = 0; }
    $("map-title").textContent = M.say(difference ? "map_difference" : "map_gap", { service: M.one(namedService(M.service).title), unit: M.one(namedService(M.service).unit) });
    $("key-short").textContent = M.say(difference ? "key_more" : "key_short");
    $("key-spare").textContent = M.say(difference ? "key_less" : "key_spare");
    $("map-how").textContent = M.say(school ? "map_schools" : "map_beds");
    $("as-difference").setAttribute("aria-pressed", difference);
    $("as-gap").setAttribute("aria-pressed", !difference);
  }
  function told(value, difference, now) {
    if (value === null) { return M.say("unknown"); }
    if (!difference) { return side(value); }
    return Math.abs(value) < 0.5 ? M.say("no_difference") : moved(value, now);
  }
  // a shortage grows or shrinks, and so does a surplus; from one to the other the gap does
  function moved(by, now) {
    var name = now * (now - by) < 0 ? (by > 0 ? "gap_up" : "gap_down") : now > 0 ? (by > 0 ? "short_up" : "short_down") : (by > 0 ? "spare_down" : "spare_up");
    return M.say(name, { amount: amount(by) });
  }
  function line(name, values, colour, kind, width) {
    return { name: name, type: "line", data: values, symbol: values.length > 24 ? "none" : "circle", symbolSize: 5, lineStyle: { color: colour, width: width, type: kind }, itemStyle: { color: colour }, connectNulls: false };
  }
  function curve() {
    var service = serviceIn(shown, M.service), place = placeIn(service, M.place), named = namedService(M.service), series = [];
    var font = getComputedStyle(document.body).fontFamily, fan = M.Fan.of();
    if (fan) {
      var band = { type: "line", stack: "band", symbol: "none", lineStyle: { opacity: 0 }, tooltip: { show: false }, silent: true, name: M.say("band"), itemStyle: { color: "#c9ced3" } };
      series.push(Object.assign({}, band, { data: fan.low }));
      series.push(Object.assign({}, band, { data: fan.high.map(function (v, i) { return v === null ? null : v - fan.low[i]; }), areaStyle: { color: INK, opacity: 0.14 } }));
    }
    if (differs()) {
      var was = placeIn(serviceIn(base, M.service), M.place), at = looked[M.service];
      ["demand", "expected"].forEach(function (which) {
        if (was) { series.push(Object.assign(line(M.say(which + "_before"), service.when.map(function (when) { return when in at ? was[which][at[when]] : null; }), BASE, which === "demand" ? "solid" : "dashed", 1.2), { symbol: "none" })); }
      });
    }
    series.push(line(M.say("demand"), place.demand, INK, "solid", 2.4));
    if (place.promised) { series.push(line(M.say("promised"), place.promised, SPARE, "dashed", 1.5)); }
    series.push(line(M.say("expected"), place.expected, SPARE, "solid", 2.4));
    plot = plot || echarts.init($("curve"), null, { renderer: "svg" });
    plot.setOption({
      animation: false,
      textStyle: { fontFamily: font, color: INK },
      grid: { left: 8, right: 20, top: $("curve").clientWidth < 560 ? 104 : 58, bottom: 4, containLabel: true },
      legend: { top: 2, left: 0, itemWidth: 30, itemHeight: 8, textStyle: { color: INK }, data: series.map(function (each) { return each.name; }).filter(function (name, i, all) { return all.indexOf(name) === i; }).map(function (name) { return name === M.say("band") ? { name: name, icon: "rect" } : name; }) },
      tooltip: { trigger: "axis", confine: true, textStyle: { color: INK, fontSize: 13 }, formatter: function (points) { return tip(points, place, service.when); } },
      xAxis: { type: "category", data: service.when.map(day), axisLabel: { color: QUIET, hideOverlap: true }, axisLine: { lineStyle: { color: QUIET } }, axisTick: { alignWithLabel: true, lineStyle: { color: FAINT } } },
      yAxis: { type: "value", name: M.one(named.unit), nameLocation: "end", nameGap: 10, nameTextStyle: { color: QUIET, align: "left" }, axisLabel: { color: QUIET, formatter: axis }, splitLine: { lineStyle: { color: FAINT } } },
      series: series
    }, { notMerge: true });
    $("curve-title").textContent = M.say("curve", { place: M.one(M.named.places[M.place]), service: M.one(named.title) });
    $("fan-how").textContent = M.Fan.said(service.when.indexOf(M.when));
    var select = $("place");
    select.replaceChildren.apply(select, service.places.map(function (each) { return new Option(M.one(M.named.places[each.name]), each.name, false, each.name === M.place); }));
  }
  function tip(points, place, when) {
    var i = points[0].dataIndex, now = gap(place, i), lines = [document.createTextNode(day(when[i])).textContent];
    points.forEach(function (p) { if (p.seriesName !== M.say("band")) { lines.push(p.marker + p.seriesName + "  <b>" + whole(p.value) + "</b>"); } });
    if (now !== null) { lines.push("<b>" + side(now) + "</b>"); }
    return lines.join("<br>");
  }
  function cell() {
    var service = serviceIn(shown, M.service), place = placeIn(service, M.place), i = service.when.indexOf(M.when);
    if (i < 0 || gap(place, i) === null) { i = last(place); M.when = i < 0 ? null : service.when[i]; }
    $("trace").hidden = i < 0;
    if (i < 0) { $("cell-said").textContent = M.say("nothing_known"); return; }
    var now = gap(place, i), was = before(M.service, M.place, M.when);
    var by = was === null || !differs() ? "" : told(now - was, true, now);
    var said = M.say("cell", { place: M.one(M.named.places[M.place]), service: M.one(namedService(M.service).title), when: day(M.when), demand: whole(place.demand[i]), expected: whole(place.expected[i]), side: side(now) });
    $("cell-said").textContent = by ? M.say("and_so", { first: said, next: by }) : said;
  }
  function draw() {
    if (!shown) { return; }
    var service = serviceIn(shown, M.service);
    if (!service) { M.service = M.named.services[0].name; service = serviceIn(shown, M.service); }
    if (!placeIn(service, M.place)) { M.place = "city"; }
    sentences(); cards(); cell(); map(); curve();
  }
  function choose(service, place, when) {
    M.service = service;
    M.place = place;
    if (when !== undefined) { M.when = when; }
    draw();
    M.State.tell();
    M.Fan.want();
  }
  // of the schools told by most districts, the one that is shortest for its size somewhere is shown first
  function shortest(picture) {
    var found = picture.services.map(function (service) {
      var shares = service.places.map(function (place) {
        return Math.max.apply(null, place.demand.map(function (demand, i) { return gap(place, i) === null || !demand ? -9 : gap(place, i) / demand; }));
      });
      return { name: service.name, school: namedService(service.name).is_school, places: service.places.length, share: Math.max.apply(null, shares) };
    });
    return found.sort(function (a, b) { return b.school - a.school || b.places - a.places || b.share - a.share; })[0].name;
  }
  function listen() {
    $("map").addEventListener("click", function (event) { if (event.target.dataset.when) { choose(M.service, event.target.dataset.place, event.target.dataset.when); } });
    $("map").addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(M.service, event.target.dataset.place, event.target.dataset.when); } else if (event.target.dataset.when) { roam(event, $("map"), "td"); }
    });
    $("place").addEventListener("change", function () { choose(M.service, $("place").value); });
    [["as-difference", "difference"], ["as-gap", "gap"]].forEach(function (each) { $(each[0]).addEventListener("click", function () { M.view = each[1]; map(); }); });
    window.addEventListener("resize", function () { if (plot) { plot.resize(); curve(); } });
  }
  return {
    listen: listen, draw: draw, curve: function () { if (shown) { curve(); } }, day: day, roam: roam, differs: differs,
    show: function (picture, against) {
      shown = picture;
      if (base !== against) { base = against; lookUp(); }
      if (!M.service) { M.service = shortest(picture); }
      draw();
    }
  };
})();
