/* A juror's sheet.  Without it the page is a plain form with number fields; this adds [-] and [+], sums, the range of the marks
   given so far, and that it works without a network: what is given is kept on the device first, then sent, again and again until
   the server has answered.  A signed sheet is sent as it grows, with the number of this device and of the change; of a secret one
   nothing leaves the device but the finished ballot, unchanged until it is answered, and then nothing of it is left here.
   Plain HTTP, no cookie.  Floor: Chromium 90. */
(function () {
	"use strict";
	var doc = document, form = doc.querySelector("form.sheet");
	if (!form) return;

	function all(selector, root) {
		return Array.prototype.slice.call((root || form).querySelectorAll(selector));
	}
	var slots = all("[data-slot]");

	/* ---- marks in hundredths, so that sums are exact ---- */
	function hundredths(s) {
		var n = Math.round(Number(s) * 100);
		return s !== "" && isFinite(n) ? n : null;
	}
	function shown(n) {
		return (n / 100).toFixed(2);
	}
	function plain(n) {
		return String(n / 100);
	}
	function marks(slot) {
		return all("input[type=number]", slot);
	}
	/* null: nothing is given, or not all criteria yet */
	function sum(slot) {
		var total = 0, list = marks(slot);
		for (var i = 0; i < list.length; i++) {
			var n = hundredths(list[i].value);
			if (n === null) return null;
			total += n;
		}
		return list.length ? total : null;
	}
	function tell() {
		var low = null, high = null;
		slots.forEach(function (slot) {
			var box = slot.querySelector("[data-sum]"), n = box ? sum(slot) : null;
			if (!box) return;
			box.hidden = n === null || marks(slot).length < 2;
			if (n === null) return;
			box.querySelector("output").textContent = shown(n);
			low = low === null || n < low ? n : low;
			high = high === null || n > high ? n : high;
		});
		var range = form.querySelector("[data-range]");
		range.hidden = low === null;
		if (low !== null) range.querySelector("output").textContent = shown(low) + " ~ " + shown(high);
	}

	/* ---- [-] [+]: the first press begins at the full marks, from where people come down ---- */
	function press(input, by) {
		var step = hundredths(input.step), most = hundredths(input.max), n = hundredths(input.value);
		n = n === null ? most : n + by * Math.max(step, input.dataset.coarse ? 100 : step);
		input.value = plain(Math.max(0, Math.min(most, n)));
		input.dispatchEvent(new Event("input", { bubbles: true }));
	}
	all(".stepper input").forEach(function (input) {
		/* A step of a hundredth would need a hundred presses for one point. */
		if (hundredths(input.step) < 10) input.dataset.coarse = "1";
		input.parentNode.classList.add("stepped");
		/* 99 of 20 is marked at once, and not only when the sheet is sent. */
		input.addEventListener("change", function () {
			var n = hundredths(input.value);
			if (n !== null && (n < 0 || n > hundredths(input.max))) input.setAttribute("aria-invalid", "true");
			else input.removeAttribute("aria-invalid");
		});
		[[-1, "\u2212"], [1, "+"]].forEach(function (b) {
			var button = doc.createElement("button"), label = form.querySelector('label[for="' + input.id + '"]');
			button.type = "button";
			button.className = "step";
			button.textContent = b[1];
			button.setAttribute("aria-label", (label ? label.textContent.trim() + " " : "") + b[1]);
			button.addEventListener("click", function () { press(input, b[0]); });
			input.parentNode.insertBefore(button, b[0] < 0 ? input : null);
		});
	});

	/* ---- what stands on the sheet, contestant by contestant: the values of its fields in their order ---- */
	var card = form.closest("[data-sheet]"), say = card.dataset, secret = say.sheet === "secret";
	var bar = card.querySelector("[data-bar]"), key = "bixue:" + location.pathname.toUpperCase();
	slots = slots.filter(function (s) { return s.querySelector("input"); });

	function names(slot) {
		var seen = [];
		all("input", slot).forEach(function (i) { if (seen.indexOf(i.name) < 0) seen.push(i.name); });
		return seen;
	}
	function value(slot, name, otherwise) {
		var list = all('input[name="' + name + '"]', slot);
		if (list[0].type !== "radio") return otherwise ? list[0].defaultValue : list[0].value;
		list = list.filter(function (i) { return otherwise ? i.defaultChecked : i.checked; });
		return list.length ? list[0].value : "";
	}
	function read(slot, otherwise) {
		return names(slot).map(function (n) { return value(slot, n, otherwise); });
	}
	function write(slot, values) {
		names(slot).forEach(function (n, k) {
			all('input[name="' + n + '"]', slot).forEach(function (i) {
				if (i.type === "radio") i.checked = i.value === values[k];
				else i.value = values[k] || "";
			});
		});
	}
	function same(a, b) {
		return a.join("\n") === b.join("\n");
	}
	function given(values) {
		return values.some(function (v) { return v !== ""; });
	}
	function half(values) {
		return given(values) && values.some(function (v) { return v === ""; });
	}

	/* ---- the device's own copy ---- */
	var store = null, none = slots.map(function (s) { return names(s).map(function () { return ""; }); });
	try {
		store = secret ? sessionStorage : localStorage;
	} catch (e) { /* refused by the browser: then only this page remembers */ }
	function load() {
		try {
			return JSON.parse(store.getItem(key)) || {};
		} catch (e) {
			return {};
		}
	}
	function keep() {
		try {
			store.setItem(key, JSON.stringify(state));
		} catch (e) { /* full or refused */ }
	}
	function wipe() {
		try {
			store.removeItem(key);
		} catch (e) { /* refused */ }
	}
	function fresh() {
		var b = new Uint8Array(8);
		crypto.getRandomValues(b);
		return Array.prototype.map.call(b, function (x) { return (x + 256).toString(16).slice(1); }).join("");
	}

	/* What the server has: of a signed sheet what it showed when the page came. */
	var state = load(), sent = slots.map(function (s, k) { return secret ? none[k] : read(s, true); });
	var now = function () { return slots.map(function (s) { return read(s); }); };
	if (!secret && !state.device) state = { device: fresh(), revision: 0 };
	slots.forEach(function (s, k) {
		var mine = state.values && state.values[k], was = state.sent && state.sent[k];
		/* mine, where it never arrived; else the server's, which another device may have changed */
		write(s, mine && mine.length === none[k].length && !(was && same(mine, was)) ? mine : sent[k]);
	});

	/* ---- the bar ---- */
	/* After the lock every send is a late sheet of its own: then the button sends, and what waited before. */
	var closed = say.closed === "true", wanted = true;
	var early = [], again = 0, AGAIN = 10000; /* slots that were refused because nobody has heard them yet */
	var busy = false, over = "", why = [], at = "", gone = false, late = false, stopped = false, timer = 0, pause = 1000;
	function fill(text, values) {
		return text.replace(/\{(\w)\}/g, function (all, k) { return values[k]; });
	}
	function unsent() {
		return now().filter(function (v, k) { return !same(v, sent[k]); }).length;
	}
	function show() {
		var n = unsent(), lines = [], list = now();
		if (over) lines.push(over);
		if (n) lines.push(fill(say.unsent, { n: n }));
		why.forEach(function (w) { lines.push(w); });
		if (n && state.waiting) lines.push(say.wait);
		else if (n && gone) lines.push(say.away);
		if (!secret && list.some(half)) lines.push(say.half);
		if (!n && late) lines.push(fill(say.late, { t: at }));
		else if (!n && !secret && list.some(given)) lines.push(fill(at ? say.delivered : say.saved, { n: list.filter(given).length, m: list.length, t: at }));
		bar.hidden = !lines.length;
		bar.textContent = lines.join(" · ");
		bar.classList.toggle("done", !n && !over && !late);
	}

	/* ---- what would be refused is said before it is sent ---- */
	var limits = all("[data-limit]", card).map(function (e) { return e.dataset; });
	function falls(limit, values, slot) {
		if (limit.grades) return limit.grades.split("|").indexOf(values[0]) >= 0;
		var n = sum(slot);
		return n !== null && (limit.above ? n > hundredths(limit.above) : n < hundredths(limit.below));
	}
	function check() {
		var list = now(), wrong = [];
		limits.forEach(function (l) {
			var n = 0, open = 0, most = Number(l.most), least = Math.min(Number(l.least), list.length);
			list.forEach(function (v, k) {
				if (falls(l, v, slots[k])) n++;
				else if (!given(v) || half(v)) open++; /* it may still become what is wanted */
			});
			if (most >= 0 && n > most) wrong.push(fill(l.limit, { n: n, k: n - most }));
			if (least > 0 && n + open < least) wrong.push(fill(l.limit, { n: n, k: least - n }));
		});
		var places = list.map(function (v) { return v[0]; });
		if (say.ranks === "true") places.forEach(function (p, k) {
			if (p !== "" && places.indexOf(p) < k) wrong.push(fill(say.twice, { n: p }));
		});
		over = wrong.join(" · ");
		return !over;
	}

	/* ---- sending ---- */
	function pending() {
		if (stopped || busy || !check()) return false;
		if (secret) return !!state.waiting;
		if (closed && !wanted) return false;
		var list = now(), whole = list.filter(function (v) { return given(v); }).length;
		if (say.ranks === "true" && whole < list.length) return false;
		return list.some(function (v, k) { return ready(v, k) && !same(v, sent[k]); });
	}
	function ready(v, k) {
		return !half(v) && early.indexOf(k) < 0;
	}
	/* The length of a sealed line would tell how much "较好" is on it: every ballot goes out as long as the longest could be. */
	function evened(body) {
		var bytes = new TextEncoder(), longest = {};
		slots.forEach(function (s) {
			all("input", s).forEach(function (i) {
				var n = i.type === "radio" ? bytes.encode(i.value).length : 8;
				longest[i.name] = "-".repeat(Math.max(n, (longest[i.name] || "").length));
			});
		});
		body.even = "-".repeat(Math.max(0, JSON.stringify(longest).length - bytes.encode(JSON.stringify(body)).length));
		return body;
	}
	function later() {
		clearTimeout(timer);
		timer = setTimeout(attempt, pause);
		pause = Math.min(pause * 2, 4000); /* a hall or a bus, not a world: back within seconds */
	}
	function attempt() {
		clearTimeout(timer);
		if (!pending()) return show();
		var body = {}, going = now().map(function (v, k) { return ready(v, k) ? v : sent[k]; }), watch = new AbortController();
		slots.forEach(function (s, k) { names(s).forEach(function (n, i) { body[n] = going[k][i]; }); });
		if (secret) {
			body = evened(body);
		} else {
			body.device = state.device;
			body.revision = state.revision;
			/* What is left out now comes later, and by the same number it would be taken for what is there already. */
			if (early.length) state.revision++, keep();
		}
		busy = true;
		setTimeout(function () { watch.abort(); }, 15000);
		fetch(form.getAttribute("action"), { method: "POST", headers: { "Content-Type": "application/json", "Accept": "application/json" },
			body: JSON.stringify(body), credentials: "omit", cache: "no-store", signal: watch.signal }).then(function (r) {
			return r.json().then(function (d) { answered(r.status, d, going, body.revision); });
		}).catch(function () {
			busy = false;
			gone = true;
			show();
			later();
		});
		show();
	}
	function answered(status, d, going, revision) {
		busy = gone = false;
		pause = 1000;
		if (d.ok && secret) return delivered();
		if (d.ok && d.revision > revision) { /* another tab was ahead: what is given here is the last word all the same */
			state.revision = Math.max(state.revision, d.revision) + 1;
			return attempt();
		}
		if (d.ok) {
			sent = going;
			state.sent = going;
			at = d.at;
			late = d.late;
			if (late) closed = true, wanted = false;
			why = [];
			if (!early.length) mark([]);
			keep();
			show();
			if (pending()) attempt();
			return;
		}
		if (!secret && unheard(d.faults || [])) {
			mark(d.faults);
			clearTimeout(again);
			again = setTimeout(function () { early = [], stopped = false; wake(); }, AGAIN);
			return attempt();
		}
		why = (d.faults || []).filter(function (f) { return !(f.field && form.querySelector('input[name="' + f.field + '"]')); })
			.map(function (f) { return f.text; });
		if (status === 429 || status >= 500) return later(), show();
		stopped = true; /* until something is changed */
		state.waiting = false;
		hold(false);
		keep();
		show();
		mark(d.faults || []);
	}
	/* Marks of who is to report yet wait for that, and the others do not wait for them. */
	function unheard(faults) {
		var found = faults.map(function (f) {
			var k = 0;
			while (k < slots.length && names(slots[k]).indexOf(f.field) < 0) k++;
			return f.id === "vote.not_heard" ? k : slots.length;
		});
		var more = found.filter(function (k) { return early.indexOf(k) < 0; });
		if (!more.length || found.indexOf(slots.length) >= 0) return false;
		early = early.concat(more);
		return true;
	}
	function mark(faults) {
		all("[aria-invalid]").forEach(function (i) { i.removeAttribute("aria-invalid"); });
		all("p.told").forEach(function (e) { e.remove(); });
		faults.forEach(function (f) {
			var list = f.field ? all('input[name="' + f.field + '"]') : [], text = doc.createElement("p");
			list.forEach(function (i) { i.setAttribute("aria-invalid", "true"); });
			if (!list.length) return; /* of the whole sheet: the bar says it */
			text.className = "fault told";
			text.textContent = f.text;
			(list[0].closest(".mark") || list[0].closest("[data-slot]")).appendChild(text);
		});
	}
	/* Nothing of a secret ballot stays on the device. */
	function delivered() {
		wipe();
		state = {};
		var head = doc.createElement("h1"), text = doc.createElement("p"), link = doc.createElement("a"), last = doc.createElement("p");
		head.textContent = say.done;
		text.textContent = say.doneText;
		link.className = "btn btn-quiet";
		link.href = location.href;
		link.textContent = say.again;
		last.appendChild(link);
		form.reset();
		form = null;
		card.replaceChildren ? card.replaceChildren(head, text, last) : (card.innerHTML = "", card.append(head, text, last));
		head.tabIndex = -1;
		head.focus();
	}
	function hold(on) {
		all("input, button").forEach(function (i) { i.disabled = on; });
	}

	/* ---- what sets it going ---- */
	function changed() {
		state.values = now();
		/* Another tab of this device counts on by the same number. */
		state.revision = Math.max(state.revision || 0, load().revision || 0) + 1;
		stopped = false;
		early = [];
		why = [];
		mark([]);
		keep();
		tell();
		check();
		show();
		if (closed) wanted = false;
		if (secret || closed) return;
		clearTimeout(timer);
		timer = setTimeout(attempt, 400);
	}
	function wake() {
		if (!form) return;
		pause = 1000;
		attempt();
	}
	form.addEventListener("input", changed);
	form.addEventListener("submit", function (e) {
		e.preventDefault();
		e.stopPropagation();
		if (busy) return;
		stopped = false;
		if (secret) {
			if (!check() || state.waiting) return show();
			state.waiting = true;
			state.values = now();
			keep();
			attempt();
			if (form) hold(true);
			return;
		}
		wanted = true;
		attempt();
	});
	window.addEventListener("online", wake);
	window.addEventListener("pageshow", wake);
	doc.addEventListener("visibilitychange", wake);
	if (secret && state.waiting) hold(true);
	tell();
	check();
	show();
	wake();
}());
