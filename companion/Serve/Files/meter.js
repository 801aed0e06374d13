"use strict";

// With several meters: /?meter=ID
const meter = new URLSearchParams(location.search).get("meter");
const only = meter === null ? "" : "meter=" + encodeURIComponent(meter) + "&";
const element = id => document.getElementById(id);
const kw = watt => (watt / 1000).toFixed(3);
const put = (name, text) => { document.querySelector(`[data-value=${name}]`).textContent = text; };
let seenAt = 0;

function showPower(told) {
    if (told.importW === undefined) {
        return;
    }

    const net = told.importW - told.exportW;
    put("power", kw(Math.abs(net)));
    element("direction").textContent = net < 0 ? "to the grid" : "from the grid";
    seenAt = Date.now();
}

function showQuarter(told) {
    showPower(told);
    element("elapsed").value = told.elapsedSeconds;
    put("demand", kw(told.demandW) + " kW");
    put("forecast", kw(told.forecastW) + " kW");
    put("threshold", kw(told.thresholdW) + " kW");
    put("allowed", kw(told.allowedW) + " kW");
    element("alarm").textContent = told.peakAlarm ? "A new peak is ahead" : "";
    element("alarm").className = told.peakAlarm ? "alarm" : "";
}

function showAge() {
    const age = Math.round((Date.now() - seenAt) / 1000);
    element("age").textContent = seenAt === 0 ? "Waiting for the first telegram." : age < 15 ? "Live" : `No telegram for ${age} s`;
}

const events = new EventSource("/api/events?" + only + "topics=state,quarter");
events.addEventListener("state", event => showPower(JSON.parse(event.data)));
events.addEventListener("quarter", event => showQuarter(JSON.parse(event.data)));
setInterval(showAge, 1000);
