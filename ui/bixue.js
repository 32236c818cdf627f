/* Bixue: what script adds to pages that work without it.  Floor: Chromium 90.  No inline code, no storage,
   no network. */
(function () {
	"use strict";
	var doc = document;

	function all(selector, root) {
		return Array.prototype.slice.call((root || doc).querySelectorAll(selector));
	}

	/* ---- input methods: a key that belongs to a composition is never ours.  Safari sends the Enter that ends
	   one with isComposing false and key code 229. ---- */
	var imeAt = -1000;
	function composing(e) {
		return e.isComposing || e.keyCode === 229;
	}
	doc.addEventListener("keydown", function (e) {
		if (composing(e)) imeAt = performance.now();
	}, true);

	/* ---- one submit at a time.  The server knows a repeated key anyway; this only spares the wait. ---- */
	function release(form) {
		delete form.dataset.sent;
		all(".sent", form).forEach(function (b) { b.classList.remove("sent"); });
	}
	doc.addEventListener("submit", function (e) {
		var form = e.target;
		if (performance.now() - imeAt < 80 || form.dataset.sent) {
			e.preventDefault();
			return;
		}
		if (!form.hasAttribute("data-once")) return;
		form.dataset.sent = "1";
		if (e.submitter) e.submitter.classList.add("sent");
		setTimeout(release, 8000, form); /* an export leaves the page standing */
	});
	window.addEventListener("pageshow", function () {
		all("form[data-sent]").forEach(release);
	});

	/* ---- a refused form: the summary has the focus ---- */
	var errors = doc.getElementById("errors");
	if (errors) errors.focus();

	/* ---- lists: choose, choose all, count ---- */
	function boxes(form) {
		return all("tbody .check input[type=checkbox]", form);
	}
	function recount(form) {
		var list = boxes(form), n = 0;
		list.forEach(function (b) {
			if (b.checked) n++;
			b.closest("tr").classList.toggle("chosen", b.checked);
		});
		all("[data-all]", form).forEach(function (b) {
			b.hidden = list.length === 0;
			b.checked = n > 0 && n === list.length;
			b.indeterminate = n > 0 && n < list.length;
		});
		all("[data-bulk]", form).forEach(function (bar) {
			var count = bar.querySelector(".bulk-count");
			bar.classList.toggle("none", n === 0);
			count.hidden = n === 0;
			count.textContent = count.dataset.text.replace(/\d+/, String(n));
		});
	}
	function area(el) {
		return el.closest("form") || doc.body;
	}
	doc.addEventListener("change", function (e) {
		if (!e.target.matches("input[type=checkbox]")) return;
		if (e.target.hasAttribute("data-all"))
			boxes(area(e.target)).forEach(function (b) { b.checked = e.target.checked; });
		recount(area(e.target));
	});
	all("[data-all]").forEach(function (b) { recount(area(b)); });

	/* ---- keys ---- */
	function inField(el) {
		return el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName)) &&
			!/^(checkbox|radio|button|submit)$/.test(el.type);
	}
	function visible(el) {
		return el.getClientRects().length > 0;
	}
	var ROWS = "[data-row], .ledger tbody tr";
	function currentRow() {
		return doc.activeElement && doc.activeElement.closest(ROWS);
	}
	function step(by) {
		var rows = all(ROWS).filter(visible), at = rows.indexOf(currentRow());
		var to = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
		if (!to) return;
		to.tabIndex = -1;
		to.focus();
	}
	function inRow(selector) {
		var row = currentRow();
		return row && row.querySelector(selector);
	}
	function press(letter) {
		var row = currentRow();
		var el = (row && row.querySelector('[data-key="' + letter + '"]')) ||
			all('[data-key="' + letter + '"]').filter(visible)[0];
		if (el) el.click();
		return !!el;
	}
	function letter(key) {
		var box;
		if (key === "J") return step(1), true;
		if (key === "K") return step(-1), true;
		if (key === "X" && (box = inRow(".check input"))) return box.click(), true;
		if (press(key)) return true;
		if (key === "E" && (box = inRow("th a, td a, h2 a, .chase-title a"))) return box.click(), true;
		return false;
	}
	doc.addEventListener("keydown", function (e) {
		if (composing(e) || e.defaultPrevented) return;
		if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && (e.key === "k" || e.key === "K")) {
			var search = doc.getElementById("search");
			if (search && !(inField(doc.activeElement) && doc.activeElement !== search)) {
				search.focus();
				search.select();
				e.preventDefault();
			}
			return;
		}
		if (e.ctrlKey || e.metaKey || e.altKey || inField(e.target)) return;
		if (e.key === "Enter" && e.target.matches(ROWS)) {
			var link = inRow("th a, td a, h2 a, .chase-title a");
			if (link) link.click();
		} else if (/^[a-zA-Z0-9]$/.test(e.key) && letter(e.key.toUpperCase())) {
			e.preventDefault();
		}
	});

	/* ---- a table copied in Excel, WPS, Word or a page: as lines of cells parted by tabs ---- */
	function cellText(cell) {
		var s = cell.textContent.replace(/\u00a0/g, " ").replace(/[ \t\r\n]+/g, " ").trim();
		for (var k = 1; k < cell.colSpan && k < 64; k++) s += "\t";
		return s;
	}
	function tableText(html) {
		var page = new DOMParser().parseFromString(html, "text/html"), table = page.querySelector("table");
		if (!table) return "";
		return all("tr", table).map(function (tr) {
			return Array.prototype.map.call(tr.cells, cellText).join("\t");
		}).join("\n");
	}
	doc.addEventListener("paste", function (e) {
		var t = e.target, data = e.clipboardData;
		if (!t.matches || !t.matches("textarea[data-paste=table]") || !data) return;
		var text = data.getData("text/plain");
		if (text.indexOf("\t") >= 0) return; /* Excel and WPS bring tabs; the browser pastes them well */
		text = tableText(data.getData("text/html"));
		if (!text) return;
		e.preventDefault();
		t.setRangeText(text, t.selectionStart, t.selectionEnd, "end");
		t.dispatchEvent(new Event("input", { bubbles: true }));
	});

	/* ---- pages that are there once, to be printed ---- */
	all("[data-print]").forEach(function (b) {
		b.hidden = false;
		b.addEventListener("click", function () { window.print(); });
	});

	/* ---- notices that may be put away ---- */
	all("[data-dismiss]").forEach(function (n) {
		var b = doc.createElement("button");
		b.type = "button";
		b.className = "link away";
		b.textContent = n.dataset.dismiss;
		b.addEventListener("click", function () { n.hidden = true; });
		n.appendChild(b);
	});
}());
