"use strict";

// The server draws; what it has drawn anew takes the place of what was there: parts marked data-live, when they have changed.
const events = document.body.dataset.events;
const away = document.getElementById("away");
let isBusy = false;
let isDue = false;

async function renew() {
    isDue = true;
    if (isBusy || document.hidden) {
        return;
    }

    isBusy = true;
    while (isDue) {
        isDue = false;
        try {
            const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
            const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
            if (answer.ok && fresh.getElementById("away") === null) {
                // The login has ended.
                location.reload();
                return;
            }

            away.hidden = answer.ok;
            for (const part of answer.ok ? document.querySelectorAll("[data-live]") : []) {
                const now = fresh.getElementById(part.id);
                if (now !== null && now.innerHTML !== part.innerHTML && part.querySelector("details[open]") === null && !part.contains(document.activeElement)) {
                    part.innerHTML = now.innerHTML;
                }
            }
        } catch {
            away.hidden = false;
        }
    }

    isBusy = false;
}

function listen() {
    const source = new EventSource(events);
    for (const topic of ["state", "quarter", "prices"]) {
        source.addEventListener(topic, renew);
    }

    source.onerror = () => {
        if (source.readyState === EventSource.CLOSED) {
            setTimeout(listen, 10000);
        }
    };
}

if (events !== undefined) {
    listen();
}

document.addEventListener("visibilitychange", renew);
setInterval(renew, events === undefined ? 60000 : 10000);
