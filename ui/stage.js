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
			var s = down ? Math.ceil((ms - 100) / 1000) : Math.floor(-ms / 1000); /* the server's time is known to some 100 ms: no 8:01 of eight minutes */
			var text = (s < 0 ? "\u2212" : "") + digits(Math.abs(s));
			if (c.textContent !== text) c.textContent = text;
			c.classList.toggle("last", down && s <= 60 && s >= 0);
			c.classList.toggle("over", down && s < 0);
		}
		/* A slide is put up when it is there, so that the wall does not flash; what was said meanwhile comes first. */
		function show(html) {
			var page = new DOMParser().parseFromString(html, "text/html"), fresh = page.getElementById("stage"), mine = ++said, up = false;
			if (!fresh) return;
			function put() {
				if (mine !== said || up) return;
				up = true;
				doc.getElementById("stage").replaceWith(fresh);
				tick();
			}
			var slide = fresh.querySelector("[data-slide]");
			if (!slide) return put();
			var early = new Image(), tries = 0;
			early.onload = function () { slide.src = early.src; put(); };
			/* The host was quicker than the pencil: once more in a second. */
			early.onerror = function () {
				if (mine === said && tries++ < 20) setTimeout(function () { early.src = where(slide) + "&" + tries; }, 1000);
			};
			early.src = where(slide);
			setTimeout(put, 4000);
		}
		function where(slide) {
			return body.dataset.now.replace(/now(\?.*)?$/, "page/") + slide.dataset.slide;
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
		/* The page's own slide, where it was not drawn yet when the page came. */
		var first = doc.querySelector("[data-slide][src]"), left = 20;
		if (first) {
			first.addEventListener("error", function () {
				if (left-- > 0) setTimeout(function () { first.src = where(first) + "&" + left; }, 1000);
			});
			if (first.complete && !first.naturalWidth) first.src = where(first) + "&0";
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
