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
	var card = form.closest("[data-sheet]"), say = card.dataset, secret = say.sheet === "secret", ranks = say.ranks === "true";

	function fill(text, values) {
		return text.replace(/\{(\w)\}/g, function (all, k) { return values[k]; });
	}
	/* What is wrong with one field by itself; the server says the same, but not without a network. */
	function fault(input) {
		var v = input.value, n = Number(v);
		if (input.type !== "number" || (v === "" && !input.validity.badInput)) return "";
		if (ranks) return v !== "" && n === Math.floor(n) && n >= 1 && n <= Number(say.judged) ? "" : say.place;
		if (v === "" || Math.abs(n * 100 - Math.round(n * 100)) > 1e-6) return say.number;
		if (n < 0 || n > Number(input.max)) return fill(say.most, { n: input.max });
		return hundredths(v) % hundredths(input.step) ? fill(say.step, { n: input.step }) : "";
	}

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
	/* null: nothing is given, not all criteria yet, or a mark that none can be */
	function sum(slot) {
		var total = 0, list = marks(slot);
		for (var i = 0; i < list.length; i++) {
			var n = hundredths(list[i].value);
			if (n === null || fault(list[i])) return null;
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
	var busy = false, over = [], bad = [], why = [], asked = [], tried = false, hasty = 0, at = "", gone = false, late = false, stopped = false, timer = 0, pause = 1000;
	function unsent() {
		return now().filter(function (v, k) { return !same(v, sent[k]); }).length;
	}
	/* A line that leads to what it speaks of. */
	function line(l) {
		var e = doc.createElement(l.to ? "a" : "span");
		e.textContent = l.text || l;
		if (!l.to) return e;
		e.href = "#" + l.to.id;
		e.addEventListener("click", function (ev) {
			ev.preventDefault();
			jump(l.to);
		});
		return e;
	}
	function jump(to) {
		to.scrollIntoView({ block: "center" });
		to.focus({ preventScroll: true });
	}
	function first(slot) {
		var open = all("input", slot).filter(function (i) { return i.type === "radio" || i.value === ""; });
		return open[0] || all("input", slot)[0];
	}
	/* No more of a kind than a bar can hold. */
	function some(lines) {
		return lines.length > 3 ? lines.slice(0, 2).concat(fill(say.more, { n: lines.length - 2 })) : lines;
	}
	function halves() {
		return now().map(function (v, k) {
			return half(v) && { text: fill(say.half, { t: slots[k].dataset.name, n: v.filter(function (x) { return x === ""; }).length }), to: first(slots[k]) };
		}).filter(Boolean);
	}
	function show() {
		var n = unsent(), lines = [], list = now(), open = halves(), goes = list.some(function (v, k) { return ready(v, k) && !same(v, sent[k]); });
		over.forEach(function (l) { lines.push(l); });
		if (n) lines.push(fill(say.unsent, { n: n }));
		lines = lines.concat(some(bad), some(why));
		if (n && state.waiting) lines.push(say.wait);
		else if (n && gone && goes) lines.push(say.away);
		if (open.length && !secret) lines = lines.concat(some(open), say.halfKept);
		else if (open.length && tried) lines = lines.concat(some(open), say.halfSecret);
		lines = lines.concat(asked);
		if (!n && late) lines.push(fill(say.late, { t: at }));
		else if (!n && !secret && list.some(given)) lines.push(fill(at ? say.delivered : say.saved, { n: list.filter(given).length, m: list.length, t: at }));
		bar.hidden = !lines.length;
		/* Said anew only where it says something else: it is read out, and a finger may be on its way to it. */
		var all_of_it = lines.map(function (l) { return l.text || l; }).join("\n");
		if (bar.dataset.said !== all_of_it) {
			bar.dataset.said = all_of_it;
			bar.textContent = "";
			lines.forEach(function (l, k) { bar.append(k && !l.to && !lines[k - 1].to ? " · " : "", line(l)); });
		}
		bar.classList.toggle("done", !n && !over.length && !bad.length && !late);
	}

	/* ---- what would be refused is said before it is sent ---- */
	var limits = all("[data-limit]", card).map(function (e) { return e.dataset; });
	function falls(limit, values, slot) {
		if (limit.grades) return limit.grades.split("|").indexOf(values[0]) >= 0;
		var n = sum(slot);
		return n !== null && (limit.above ? n > hundredths(limit.above) : n < hundredths(limit.below));
	}
	/* What is typed at this moment is left in peace for a moment. */
	function faults() {
		all("p.near").forEach(function (e) { e.remove(); });
		all("[data-near]").forEach(function (i) { i.removeAttribute("data-near"); i.removeAttribute("aria-invalid"); });
		bad = [];
		slots.forEach(function (slot) {
			all("input", slot).forEach(function (i) {
				var text = fault(i), label = form.querySelector('label[for="' + i.id + '"]'), p = doc.createElement("p");
				if (!text || (hasty && i === doc.activeElement)) return;
				var part = names(slot).length > 1 && label ? " · " + label.firstChild.textContent.trim() : "";
				bad.push({ text: fill(say.named, { t: slot.dataset.name + part, n: text }), to: i });
				i.setAttribute("aria-invalid", "true");
				i.dataset.near = "1";
				p.className = "fault near";
				p.textContent = text;
				(i.closest(".mark") || slot).appendChild(p);
			});
		});
	}
	function wrong(slot) {
		return all("input", slot).some(fault);
	}
	function check() {
		var list = now(), said = [];
		faults();
		limits.forEach(function (l) {
			var n = 0, open = 0, most = Number(l.most), least = Math.min(Number(l.least), list.length);
			list.forEach(function (v, k) {
				if (falls(l, v, slots[k])) n++;
				else if (!given(v) || half(v) || wrong(slots[k])) open++; /* it may still become what is wanted */
			});
			if (most >= 0 && n > most) said.push(fill(l.limit, { n: n, k: n - most }));
			if (least > 0 && n + open < least) said.push(fill(l.limit, { n: n, k: least - n }));
		});
		var places = list.map(function (v) { return v[0]; });
		if (ranks) places.forEach(function (p, k) {
			if (p !== "" && places.indexOf(p) < k) said.push({ text: fill(say.twice, { n: p }), to: first(slots[k]) });
		});
		over = said;
		return !over.length;
	}

	/* ---- sending ---- */
	function pending() {
		if (stopped || busy || !check()) return false;
		if (secret) return !!state.waiting;
		if (closed && !wanted) return false;
		var list = now(), whole = list.filter(function (v) { return given(v); }).length;
		if (ranks && whole < list.length) return false;
		return list.some(function (v, k) { return ready(v, k) && !same(v, sent[k]); });
	}
	function ready(v, k) {
		return !half(v) && !wrong(slots[k]) && early.indexOf(k) < 0;
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
		why = (d.faults || []).map(function (f) {
			var i = f.field && form.querySelector('input[name="' + f.field + '"]');
			return i ? { text: fill(say.named, { t: i.closest("[data-slot]").dataset.name, n: f.text }), to: i } : f.text;
		});
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

	/* ---- a secret ballot is whole, or it is asked back what is not: once it is in the box nothing of it is seen any more ---- */
	var ask = card.querySelector("[data-ask]"), send = card.querySelector("[data-send]");
	function unmarked() {
		return slots.filter(function (s) { return !given(read(s)); });
	}
	function called(list) {
		return list.slice(0, 8).map(function (s) { return s.dataset.name; }).join(doc.documentElement.lang === "en" ? "; " : "；") +
			(list.length > 8 ? " " + fill(say.more, { n: list.length - 8 }) : "");
	}
	/* Where it cannot go out yet, the first field that is in the way. */
	function whole() {
		var open = unmarked(), halved = halves();
		tried = true;
		hasty = 0;
		asked = [];
		if (!check() || bad.length) return (bad[0] || over.filter(function (l) { return l.to; })[0] || { to: bar }).to;
		if (halved.length) return halved[0].to;
		if (open.length === slots.length) asked = [say.blank];
		else if (ranks && open.length) asked = [{ text: fill(say.placeless, { t: called(open) }), to: first(open[0]) }];
		return asked.length ? first(open[0]) : null;
	}
	function question(open) {
		ask.querySelector("h2").textContent = fill(say.open, { n: open.length, m: slots.length });
		ask.querySelector("p").textContent = fill(say.openWhich, { t: called(open) });
		ask.hidden = false;
		send.hidden = true;
		jump(ask);
	}
	function answer() {
		if (!ask) return;
		ask.hidden = true;
		send.hidden = false;
	}
	function dispatch() {
		answer();
		state.waiting = true;
		state.values = now();
		keep();
		attempt();
		if (form) hold(true);
	}
	if (ask) {
		ask.querySelector("[data-sure]").addEventListener("click", function () {
			if (!busy && !state.waiting && !whole()) dispatch();
			else answer(), show();
		});
		ask.querySelector("[data-back]").addEventListener("click", function () {
			var open = unmarked();
			answer();
			if (open.length) jump(first(open[0]));
		});
	}

	/* ---- what sets it going ---- */
	function changed() {
		clearTimeout(hasty);
		hasty = setTimeout(function () {
			hasty = 0;
			if (form) check(), show();
		}, 700);
		asked = [];
		tried = false;
		answer();
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
	form.addEventListener("change", function () {
		hasty = 0;
		check();
		show();
	});
	form.addEventListener("submit", function (e) {
		e.preventDefault();
		e.stopPropagation();
		if (busy) return;
		stopped = false;
		if (secret) {
			if (state.waiting) return show();
			var stop = whole(), open = unmarked();
			show();
			if (stop) return stop === bar ? bar.scrollIntoView() : jump(stop);
			return open.length ? question(open) : dispatch();
		}
		hasty = 0;
		check();
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
