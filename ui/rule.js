/* The editor of rules: line numbers beside the text, and what stands on the right made anew while somebody types.  The page
   works without it: the same form has buttons that do the same. */
(function () {
	"use strict";
	var text = document.querySelector("textarea[data-rule]"), side = document.getElementById("rule-side");
	if (!text || !side) return;
	var form = text.form, asking = null, timer = 0, composing = false;

	/* ---- line numbers ---- */
	var numbers = document.createElement("pre");
	numbers.className = "rule-gutter";
	numbers.setAttribute("aria-hidden", "true");
	text.parentNode.insertBefore(numbers, text);
	text.parentNode.classList.add("numbered");
	var lines = 0;
	function number() {
		var n = text.value.split("\n").length, all = [];
		if (n !== lines) {
			for (var i = 1; i <= n; i++) all.push(i);
			numbers.textContent = all.join("\n");
			lines = n;
		}
		numbers.scrollTop = text.scrollTop;
	}
	text.addEventListener("scroll", function () { numbers.scrollTop = text.scrollTop; });

	function goTo(line) {
		var all = text.value.split("\n"), at = 0;
		for (var i = 0; i < line - 1 && i < all.length; i++) at += all[i].length + 1;
		text.focus();
		text.setSelectionRange(at, at + (all[line - 1] || "").length);
		text.scrollTop = Math.max(0, (line - 8) * parseFloat(getComputedStyle(text).lineHeight));
	}
	side.addEventListener("click", function (e) {
		var link = e.target.closest("[data-line]");
		if (!link) return;
		e.preventDefault();
		goTo(Number(link.dataset.line));
	});

	/* ---- the right side: asked for after a pause, an older question is withdrawn ---- */
	function ask(what) {
		if (asking) asking.abort();
		var mine = asking = new AbortController();
		var body = new URLSearchParams(new FormData(form));
		body.set("_do", what);
		side.setAttribute("aria-busy", "true");
		fetch(text.dataset.rule, { method: "POST", body: body, credentials: "same-origin", signal: mine.signal }).then(function (r) {
			if (!r.ok) throw new Error(String(r.status));
			return r.text();
		}).then(function (html) {
			if (mine !== asking) return;
			var box = side.querySelector(".rule-lines"), top = box ? box.scrollTop : 0;
			side.innerHTML = html;
			box = side.querySelector(".rule-lines");
			if (box) box.scrollTop = top;
			side.removeAttribute("aria-busy");
		}).catch(function (e) {
			if (e.name !== "AbortError" && mine === asking) side.removeAttribute("aria-busy");
		});
	}
	function later() {
		if (composing) return;
		clearTimeout(timer);
		timer = setTimeout(function () { ask(side.querySelector("#tried") ? "try" : "check"); }, 500);
	}
	text.addEventListener("compositionstart", function () { composing = true; });
	text.addEventListener("compositionend", function () { composing = false; number(); later(); });
	text.addEventListener("input", function () { number(); later(); });
	form.addEventListener("change", function (e) {
		if (/^(owner|_over|_periods|_sway)$/.test(e.target.name)) later();
	});
	/* The two buttons that keep nothing need no new page. */
	form.addEventListener("click", function (e) {
		var b = e.target.closest("button[name=_do]");
		if (!b || b.value === "insert") return;
		e.preventDefault();
		clearTimeout(timer);
		ask(b.value);
	});

	number();
	if (text.dataset.at) goTo(Number(text.dataset.at));
}());
