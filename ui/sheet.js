/* A juror's sheet.  Without it the page is a plain form with number fields; this adds [-] and [+], sums, the range of the marks
   given so far.  Floor: Chromium 90. */
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

	form.addEventListener("input", tell);
	tell();
}());
