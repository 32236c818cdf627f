/* The stage.  On a screen: what the server says replaces the picture, the clock counts by the server's time, and a lost line is
   marked and taken up again.  On the console: the keys of a host.  Both pages work without it. */
(function () {
	"use strict";
	var doc = document, body = doc.body;

	/* ---- a screen ---- */
	function screen() {
		var skew = 0, said = 0, source = null, timer = 0, wait = 1000, lost = doc.getElementById("stage-lost");

		function digits(s) {
			var h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
			return (h ? h + ":" + (m < 10 ? "0" : "") : "") + m + ":" + (s % 60 < 10 ? "0" : "") + s % 60;
		}
		function tick() {
			var c = doc.querySelector("[data-run]");
			if (!c) return;
			var ms = Number(c.dataset.at) - (Date.now() + skew), down = c.dataset.run === "down";
			var s = down ? Math.ceil(ms / 1000) : Math.floor(-ms / 1000);
			var text = (s < 0 ? "\u2212" : "") + digits(Math.abs(s));
			if (c.textContent !== text) c.textContent = text;
			c.classList.toggle("last", down && s <= 60 && s >= 0);
			c.classList.toggle("over", down && s < 0);
		}
		/* A slide is put up when it is there, so that the wall does not flash; what was said meanwhile comes first. */
		function show(html) {
			var page = new DOMParser().parseFromString(html, "text/html"), fresh = page.getElementById("stage"), mine = ++said;
			if (!fresh) return;
			function put() {
				if (mine !== said) return;
				mine = 0;
				doc.getElementById("stage").replaceWith(fresh);
				tick();
			}
			var slide = fresh.querySelector("[data-slide]");
			if (!slide) return put();
			var early = new Image();
			early.onload = early.onerror = put;
			early.src = slide.src = body.dataset.now.replace(/now(\?.*)?$/, "page/") + slide.dataset.slide;
			setTimeout(put, 1500);
		}
		function away(is) {
			lost.hidden = !is;
		}
		function again() {
			if (source) source.close();
			source = null;
			clearTimeout(timer);
			timer = setTimeout(listen, wait);
			wait = Math.min(wait * 2, 5000);
		}
		/* An address that was revoked, or a page of an older version: the server says what stands here now. */
		function check() {
			fetch(location.href, { cache: "no-store" }).then(function (r) {
				if (!r.ok && r.status < 500) location.reload();
			}, function () {});
		}
		function listen() {
			source = new EventSource(body.dataset.feed);
			source.onopen = function () { away(false); wait = 1000; time(); };
			source.addEventListener("stage", function (e) { show(e.data); });
			source.addEventListener("over", function () { away(true); check(); again(); });
			source.onerror = function () { away(true); check(); again(); };
		}
		function time() {
			var sent = Date.now();
			fetch(body.dataset.now, { cache: "no-store" }).then(function (r) { return r.ok ? r.text() : ""; }).then(function (t) {
				var got = Date.now();
				if (t) skew = Number(t) - (sent + got) / 2;
				tick();
			}, function () {});
		}
		listen();
		setInterval(tick, 200);
	}

	/* ---- the console: space and right go on, backspace and left go back, a number goes to that slot; B, F and P are pressed by bixue.js ---- */
	function desk() {
		var busy = /^(INPUT|TEXTAREA|SELECT|BUTTON|A|SUMMARY)$/, typed = "", timer = 0;
		/* 1 and 2 one after the other are 12. */
		function jump() {
			var b = doc.querySelector('[data-no="' + Number(typed) + '"]');
			typed = "";
			if (b) b.click();
		}
		doc.addEventListener("keydown", function (e) {
			if (e.isComposing || e.keyCode === 229 || e.defaultPrevented || e.repeat || e.ctrlKey || e.metaKey || e.altKey || e.shiftKey) return;
			if (busy.test(e.target.tagName) || e.target.isContentEditable) return;
			var what = e.key === " " || e.key === "ArrowRight" ? "next" : e.key === "Backspace" || e.key === "ArrowLeft" ? "back" : "";
			if (/^[0-9]$/.test(e.key)) {
				typed = (typed + e.key).slice(-3);
				clearTimeout(timer);
				timer = setTimeout(jump, 700);
			}
			if (!what) return;
			var b = doc.querySelector('[data-stage="' + what + '"]');
			e.preventDefault();
			if (b) b.click();
		});
	}

	if (body.dataset.feed) screen();
	else desk();
}());
