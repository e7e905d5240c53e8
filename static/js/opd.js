/* Smoother forms in an OPD's place. Every page works without this file: the server counts, offers and places again. */
(() => {
  "use strict";
  const doc = document;
  const tell = (control) => {
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // Words as the 300-word rule counts them on the server: runs between white space that hold a letter or a digit, after the traces
  // of other programs that nobody sees are gone. All fields whose name begins so are counted together.
  const UNSEEN = /[\u00ad\u200b\u200e\u200f\u2060\u061c\ufeff]/gu;
  const SPACE = /[\s\u001c-\u001f\u0085]+/u;
  const words = (text) => text.replace(UNSEEN, "").split(SPACE).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  const number = (value) => new Intl.NumberFormat(doc.documentElement.lang).format(value);
  doc.querySelectorAll("[data-words-of]").forEach((line) => {
    const shown = line.querySelector("[data-words]");
    const fields = [...doc.querySelectorAll(`textarea[name^="${line.dataset.wordsOf}"]`)];
    if (!fields.length || !shown) return;
    const count = () => {
      const total = fields.reduce((sum, field) => sum + words(field.value), 0);
      shown.textContent = number(total);
      line.classList.toggle("is-enough", total >= Number(line.dataset.minimum));
    };
    fields.forEach((field) => field.addEventListener("input", count));
    doc.addEventListener("autosave:put", count);
    count();
  });

  // How much room is left, said when it becomes little. Nothing is ever cut.
  const lengths = doc.querySelector("[data-word-length]");
  const measure = (field) => {
    const longest = Number(field.dataset.longest);
    const length = [...field.value].length;
    let line = field.parentElement.querySelector("[data-length-of]");
    if (length < longest * 0.9) return line?.remove();
    if (!line) {
      line = Object.assign(doc.createElement("p"), { className: "text-length" });
      line.dataset.lengthOf = field.name;
      field.after(line);
    }
    line.textContent = lengths.dataset.wordLength.replace("{n}", number(length)).replace("{most}", number(longest));
    line.classList.toggle("is-over", length > longest);
  };
  if (lengths) doc.addEventListener("input", (event) => event.target.matches("[data-longest]") && measure(event.target));

  // Programmes follow their cluster. They stand in the page once, as the boxes of the overlapping ones.
  const cluster = doc.getElementById("id_pkpn_cluster");
  const main = doc.getElementById("id_pkpn_main");
  const offers = doc.querySelector("[data-programmes]");
  if (cluster && main && offers) {
    const boxes = () => {
      const name = cluster.selectedOptions[0]?.textContent.trim();
      const group = [...doc.querySelectorAll("#id_pkpn_overlapping .fold-group")].find((entry) => entry.querySelector(".fold-title")?.textContent.trim() === name);
      return group ? [...group.querySelectorAll("input[type=checkbox]")] : [];
    };
    const offer = () => {
      const found = boxes();
      const chosen = main.value;
      main.replaceChildren(main.options[0], ...found.map((box) => new Option(box.closest("label").textContent.trim(), box.value)));
      // Chosen before this file came, and right: kept.
      main.value = found.some((box) => box.value === chosen) ? chosen : "";
      const hint = doc.getElementById("id_pkpn_main_helptext");
      const said = found.length ? "wordSome" : cluster.value ? "wordNone" : "wordFirst";
      if (hint) hint.textContent = offers.dataset[said];
    };
    cluster.addEventListener("change", offer);
    offers.hidden = true;
  }

  // The main one cannot be an overlapping one: its box is closed, and let go by the server when the main one is saved.
  const close = (control, name) => {
    doc.querySelectorAll(`input[name="${name}"]`).forEach((box) => {
      box.disabled = Boolean(control.value) && box.value === control.value;
      if (box.disabled) box.checked = false;
    });
    doc.querySelectorAll(`details:has(input[name="${name}"])`).forEach(summarise);
  };
  const summarise = (fold) => {
    const shown = fold.querySelector("[data-chosen]");
    if (!shown) return;
    const chosen = [...fold.querySelectorAll("input:checked")].map((box) => box.closest("label").textContent.trim());
    shown.textContent = chosen.join(", ") || shown.dataset.none;
  };
  for (const [id, name] of [["id_urusan", "urusan_overlapping"], ["id_pkpn_main", "pkpn_overlapping"]]) {
    const control = doc.getElementById(id);
    if (!control) continue;
    control.addEventListener("change", () => close(control, name));
    close(control, name);
  }
  if (cluster) cluster.addEventListener("change", () => close(main, "pkpn_overlapping"));
  doc.addEventListener("change", (event) => {
    const fold = event.target.closest("details.fold");
    if (fold) summarise(fold);
  });
  doc.addEventListener("autosave:put", () => doc.querySelectorAll("details.fold").forEach(summarise));

  // The point: from the office of the OPD, or from where this device is.
  doc.addEventListener("click", (event) => {
    const fill = event.target.closest("[data-fill]");
    const field = fill && doc.getElementById(fill.dataset.fill);
    if (!field) return;
    event.preventDefault();
    field.value = fill.dataset.value;
    tell(field);
    field.focus();
  });
  doc.querySelectorAll("[data-needs-geolocation]").forEach((button) => {
    button.hidden = !(navigator.geolocation && isSecureContext);
    button.addEventListener("click", () => {
      const field = doc.getElementById(button.dataset.locate);
      const told = doc.querySelector("[data-locate-told]");
      told.textContent = button.dataset.wordAsking;
      button.setAttribute("aria-busy", "true");
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        button.removeAttribute("aria-busy");
        field.value = `${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`;
        told.textContent = button.dataset.wordDone;
        tell(field);
      }, (error) => {
        button.removeAttribute("aria-busy");
        told.textContent = error.code === error.PERMISSION_DENIED ? button.dataset.wordDenied : button.dataset.wordFailed;
      }, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
    });
  });

  // A link from the checklist may point into something folded away.
  const target = location.hash ? doc.getElementById(location.hash.slice(1)) : null;
  const fold = target && (target.closest("details") || target.querySelector("details"));
  if (fold) {
    fold.open = true;
    target.scrollIntoView();
  }
  // After signing in again the writing goes on where it stopped.
  if (target?.matches("input, textarea, select")) target.focus();
})();
