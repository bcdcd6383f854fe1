"use strict";
(function () {
  document.documentElement.classList.add("scripts");
  var given = JSON.parse(document.getElementById("values").textContent);
  var words = given.words, drawn = [];
  var INK = "#1f2328", QUIET = "#57606a", FAINT = "#d5d9dd", SHORT = "#d55e00", SPARE = "#0072b2", BAND = "#c9ced3";
  var NARROW = window.innerWidth < 640; // a legend then takes two lines
  var FONT = getComputedStyle(document.body).fontFamily;

  function told(value) {
    if (value === null || value === undefined) { return words.unknown; }
    return Math.round(value).toLocaleString("en-US").replace("-", "\u2212");
  }
  function short(value) {
    var size = Math.abs(value);
    var text = words.myriad && size >= 10000 ? (value / 10000).toLocaleString("en-US") + words.myriad : value.toLocaleString("en-US");
    return text.replace("-", "\u2212");
  }
  function frame(unit) {
    return {
      animation: false,
      textStyle: { fontFamily: FONT, color: INK },
      grid: { left: 8, right: 20, top: NARROW ? 84 : 62, bottom: 8, containLabel: true },
      legend: { top: 4, left: 0, itemWidth: 26, itemHeight: 10, textStyle: { color: INK } },
      tooltip: { trigger: "axis", confine: true, valueFormatter: told, textStyle: { color: INK, fontSize: 13 } },
      yAxis: { type: "value", name: unit, nameLocation: "end", nameGap: 10, nameTextStyle: { color: QUIET, align: "left" }, axisLabel: { color: QUIET, formatter: short }, splitLine: { lineStyle: { color: FAINT } } }
    };
  }
  function across(labels) {
    return { type: "category", data: labels, axisLabel: { color: QUIET, hideOverlap: true }, axisLine: { lineStyle: { color: QUIET } }, axisTick: { alignWithLabel: true, lineStyle: { color: FAINT } } };
  }
  function curve(name, values, colour, kind) {
    return { name: name, type: "line", data: values, symbol: values.length > 24 || kind === "dashed" ? "none" : "circle", symbolSize: 5, lineStyle: { color: colour, width: kind === "dashed" ? 1.5 : 2.4, type: kind }, itemStyle: { color: colour }, connectNulls: false };
  }

  function supplyOption(place, unit) {
    var option = frame(unit), series = [];
    option.xAxis = across(place.when);
    if (place.low) {
      // from low to high of all draws, as an area on an invisible line
      series.push({ name: words.band, type: "line", stack: "band", data: place.low, symbol: "none", lineStyle: { opacity: 0 }, itemStyle: { color: BAND }, tooltip: { show: false }, silent: true });
      series.push({ name: words.band, type: "line", stack: "band", data: place.high.map(function (v, i) { return v === null ? null : v - place.low[i]; }), symbol: "none", lineStyle: { opacity: 0 }, itemStyle: { color: BAND }, areaStyle: { color: BAND, opacity: 0.6 }, tooltip: { show: false }, silent: true });
    }
    series.push(curve(words.demand, place.demand, INK, "solid"));
    series.push(curve(words.expected, place.expected, SPARE, "solid"));
    if (place.promised) { series.push(curve(words.promised, place.promised, SPARE, "dashed")); }
    option.series = series;
    option.legend.data = [words.demand, words.expected].concat(place.promised ? [words.promised] : [], place.low ? [{ name: words.band, icon: "rect" }] : []);
    option.tooltip.formatter = function (points) {
      var i = points[0].dataIndex, gap = place.demand[i] === null || place.expected[i] === null ? null : place.demand[i] - place.expected[i];
      var lines = [place.when[i]].concat(points.filter(function (p) { return p.seriesName !== words.band; }).map(function (p) { return p.marker + p.seriesName + "  <b>" + told(p.value) + "</b>"; }));
      if (gap !== null) { lines.push((gap > 0 ? words.short : words.spare) + "  <b>" + told(Math.abs(gap)) + "</b>"); }
      return lines.join("<br>");
    };
    return option;
  }
  function chooser(box, label, entries, chosen, changed) {
    var frame = document.createElement("label"), select = document.createElement("select");
    frame.append(label + " ");
    entries.forEach(function (entry, i) { select.append(new Option(entry.title, i, false, i === chosen)); });
    select.addEventListener("change", function () { changed(+select.value); });
    frame.append(select);
    box.append(frame);
    return select;
  }
  function supply(figure, chart, plot) {
    var box = figure.querySelector(".choices"), service = chart.chosen[0], place = chart.chosen[1];
    var title = figure.querySelector("figcaption"), whole = title.textContent;
    function show() {
      var one = chart.services[service], there = one.places[place];
      plot.setOption(supplyOption(there, one.unit), true);
      title.textContent = there.finding || whole;
    }
    var places = null;
    function fill() {
      places.replaceChildren.apply(places, chart.services[service].places.map(function (each, i) { return new Option(each.title, i, false, i === place); }));
    }
    chooser(box, words.service, chart.services, service, function (next) {
      var name = chart.services[service].places[place].name;
      service = next;
      place = Math.max(0, chart.services[service].places.findIndex(function (each) { return each.name === name; }));
      fill(); show();
    });
    places = chooser(box, words.place, chart.services[service].places, place, function (next) { place = next; show(); });
    box.hidden = false;
    show();
  }
  var COLOURS = { first: "#9aa5ae", second: "#0072b2", later: "#7a3e9d", births: "#0072b2", arrivals: "#56b4e9", registered: "#00795b", deaths: "#667079", departures: "#e69f00", net: INK, waiting: INK, stock: INK };
  function stacked(figure, chart, plot) {
    var option = frame(chart.unit);
    option.xAxis = across(chart.when);
    option.series = chart.bars.map(function (bar) {
      return { name: bar.title, type: "bar", stack: "all", data: bar.values, itemStyle: { color: COLOURS[bar.name] || QUIET, decal: undefined }, barCategoryGap: "35%" };
    });
    chart.lines.forEach(function (line) { option.series.push(curve(line.title, line.values, COLOURS[line.name] || INK, "solid")); });
    plot.setOption(option, true);
  }
  function pyramid(figure, chart, plot) {
    var option = frame("");
    option.grid.top = 48;
    option.yAxis = across(chart.ages);
    option.yAxis.axisLabel.interval = 1;
    option.xAxis = { type: "value", name: chart.unit, nameLocation: "middle", nameGap: 28, axisLabel: { color: QUIET, formatter: function (v) { return short(Math.abs(v)); } }, splitLine: { lineStyle: { color: FAINT } } };
    option.grid.bottom = 30;
    var every = chart.bars.concat(chart.lines);
    option.tooltip.formatter = function (points) {
      return [points[0].name].concat(points.map(function (p) {
        var entry = every[p.seriesIndex];
        return p.marker + entry.sex + " " + entry.name + "  <b>" + told(Math.abs(p.value)) + "</b>";
      })).join("<br>");
    };
    option.tooltip.axisPointer = { type: "shadow" };
    // men and women of a kind have one name: they share a place in the legend
    function bar(entry) { return { name: entry.name, type: "bar", stack: entry.left ? "left" : "right", barGap: "-100%", barCategoryGap: "12%", data: entry.values.map(function (v) { return entry.left ? -v : v; }), itemStyle: { color: entry.colour } }; }
    option.series = chart.bars.map(bar);
    chart.lines.forEach(function (entry) {
      option.series.push({ name: entry.name, type: "line", step: "middle", symbol: "none", data: entry.values.map(function (v) { return entry.left ? -v : v; }), lineStyle: { color: INK, width: 1.4, type: "dashed" }, itemStyle: { color: INK } });
    });
    plot.setOption(option, true);
  }
  function bars(figure, chart, plot) {
    var option = frame(chart.unit);
    option.xAxis = across(chart.when);
    option.series = chart.bars.map(function (bar) { return { name: bar.title, type: "bar", data: bar.values, itemStyle: { color: bar.colour }, barGap: "8%" }; });
    plot.setOption(option, true);
  }
  var KINDS = { supply: supply, stacked: stacked, pyramid: pyramid, bars: bars };

  Object.keys(given.charts).forEach(function (name) {
    var figure = document.getElementById(name), chart = given.charts[name], room = figure.querySelector(".drawn");
    if (!KINDS[chart.kind]) { return; }
    room.hidden = false;
    figure.querySelector(".picture").hidden = true;
    var plot = echarts.init(room, null, { renderer: "svg" });
    KINDS[chart.kind](figure, chart, plot);
    drawn.push(plot);
  });
  function fit() { drawn.forEach(function (plot) { plot.resize(); }); }
  window.addEventListener("resize", fit);

  document.querySelectorAll(".filters").forEach(function (box) {
    var table = document.getElementById(box.dataset.for), rows = [].slice.call(table.querySelectorAll("tr[data-group]"));
    var names = [words.all].concat(rows.map(function (row) { return row.dataset.group; }).filter(function (name, i, all) { return name && all.indexOf(name) === i; }));
    names.forEach(function (name, i) {
      var button = document.createElement("button"), count = rows.filter(function (row) { return row.dataset.group && (i === 0 || row.dataset.group === name); }).length;
      button.type = "button";
      button.textContent = name + " " + count;
      button.setAttribute("aria-pressed", i === 0);
      button.addEventListener("click", function () {
        rows.forEach(function (row) { row.hidden = i > 0 && row.dataset.group !== name; });
        box.querySelectorAll("button").forEach(function (each) { each.setAttribute("aria-pressed", each === button); });
      });
      box.append(button);
    });
    box.hidden = false;
  });
})();
