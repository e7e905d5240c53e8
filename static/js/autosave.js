/* Forms that save themselves: <form data-autosave="address" data-key="person:region:place">, field by field.

   A field takes part when a hidden input "terlihat-<field>" stands in the form: it holds the hash of the value last known to be
   stored. A field is a control by its name, or whatever stands inside one [data-field="name"].

   What was typed and has not arrived waits in an ordered queue, which is kept in the browser's storage until the server has it:
   a dropped line, an ended session, a reload or a crash lose nothing. One request travels at a time. A value that was tried and
   got no answer is sent again before a later value of the same field, so that a lost answer is never taken for a stranger's
   writing. The words stand in the page (_autosave.html); without this file the form's own button saves by the same rules. */
(() => {
  "use strict";

  const REST = 1200; // ms after the last key
  const KEEP = 250; // ms between two writes to the browser's storage while typing
  const LONGEST_WAIT = 30000;
  const PARTING_SIZE = 60000; // a request that outlives its page may carry 64 kB
  const OLDEST = 60 * 24 * 3600 * 1000;
  const STORE = "iga-isian:";
  const SEEN = "terlihat-";

  const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  // Storage may be full, forbidden or spoilt: then what waits lives in the page alone, and leaving it is guarded.
  const read = (key) => {
    try { return JSON.parse(localStorage.getItem(key)) ?? []; } catch { return []; }
  };
  const write = (key, entries) => {
    try {
      if (entries.length) localStorage.setItem(key, JSON.stringify(entries));
      else localStorage.removeItem(key);
      return true;
    } catch { return false; }
  };

  // What a control holds now, and what the page was written with.
  const choice = (control) => ["checkbox", "radio"].includes(control.type);
  const holds = (control) => {
    if (choice(control)) return control.checked ? [control.value] : [];
    return control.tagName === "SELECT" ? [...control.selectedOptions].map((option) => option.value) : [control.value];
  };
  const written = (control) => {
    if (choice(control)) return control.defaultChecked ? [control.value] : [];
    if (control.tagName !== "SELECT") {
      // As a control of its kind would show it: a browser tidies dates and numbers.
      const fresh = control.cloneNode();
      fresh.value = control.defaultValue;
      return [fresh.value];
    }
    const chosen = [...control.options].filter((option) => option.defaultSelected);
    if (control.multiple) return chosen.map((option) => option.value);
    const shown = chosen.pop() ?? [...control.options].find((option) => !option.disabled);
    return shown ? [shown.value] : [];
  };

  class Autosave {
    constructor(form) {
      this.form = form;
      this.place = `${STORE}${form.dataset.key}|`;
      this.words = form.querySelector("[data-autosave-words]")?.dataset ?? {};
      this.queue = [];
      this.known = new Map();
      this.failures = 0;
      this.sending = null;
      this.stopped = "";
      this.told = "";
      for (const hidden of form.querySelectorAll(`input[type=hidden][name^="${SEEN}"]`)) {
        const field = hidden.name.slice(SEEN.length);
        this.known.set(field, this.values(field, written));
      }
    }

    async begin() {
      this.store = await this.ownStore();
      this.listen();
      // A slow line shows the form long before it brings this file: what was typed by then is a change as any other.
      const early = [...this.known.keys()].filter((field) => !same(this.values(field), this.known.get(field)));
      this.restore(early);
      for (const field of early) this.controls(field)[0].dispatchEvent(new Event("change", { bubbles: true }));
      this.show();
      this.form.dataset.watched = "";
    }

    // Each tab keeps its own part of the storage, and takes over that of a tab that is gone.
    async ownStore() {
      const own = `${this.place}${crypto.randomUUID?.() ?? Date.now() + Math.random()}`;
      if (navigator.locks) {
        await new Promise((ready) => {
          navigator.locks.request(own, () => { ready(); return new Promise(() => {}); }).catch(ready);
        });
      }
      const left = (await abandoned(this.place)).filter((key) => key !== own);
      this.left = left.flatMap(read).filter((entry) => Date.now() - entry.at < OLDEST).sort((one, other) => one.at - other.at);
      this.taken = left;
      return own;
    }

    // Fields --------------------------------------------------------------------------------------------------------

    box(field) {
      return this.form.querySelector(`[data-field="${CSS.escape(field)}"]`);
    }

    controls(field) {
      const box = this.box(field);
      const inside = box
        ? [...box.querySelectorAll("input, select, textarea")]
        : [...this.form.elements].filter((control) => control.name === field);
      return inside.filter((control) =>
        control.name && !control.name.startsWith(SEEN) && !["file", "submit", "button"].includes(control.type)
        && !control.closest("[data-conflict-of]"));
    }

    fieldOf(control) {
      if (!control?.name || control.closest("[data-conflict-of]")) return "";
      const field = control.closest("[data-field]")?.dataset.field ?? control.name;
      return this.known.has(field) && this.controls(field).includes(control) ? field : "";
    }

    values(field, held = holds) {
      return this.controls(field).filter((control) => !control.disabled)
        .flatMap((control) => held(control).map((value) => [control.name, value]));
    }

    // `shown` maps names of inputs to lists of values.
    put(field, shown) {
      for (const control of this.controls(field)) {
        const values = shown[control.name];
        if (!values) continue;
        if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
        else if (control.type === "select-multiple") for (const option of control.options) option.selected = values.includes(option.value);
        else if (control.value !== (values[0] ?? "")) {
          // An option that a script has not brought yet.
          if (control.tagName === "SELECT" && ![...control.options].some((option) => option.value === values[0])) control.add(new Option(values[0], values[0]));
          control.value = values[0] ?? "";
        }
      }
      this.form.dispatchEvent(new CustomEvent("autosave:put", { bubbles: true, detail: { field } }));
    }

    get version() {
      return this.form.querySelector("input[name=version]");
    }

    seen(field) {
      return this.form.querySelector(`input[name="${CSS.escape(SEEN + field)}"]`);
    }

    together(field) {
      return (this.box(field) ?? this.controls(field)[0]?.closest("[data-together]"))?.closest("[data-together]")?.dataset.together ?? "";
    }

    label(field) {
      const control = this.controls(field)[0];
      const named = this.box(field)?.dataset.label ?? control?.closest("fieldset")?.querySelector("legend")?.firstChild?.textContent
        ?? control?.labels?.[0]?.firstChild?.textContent;
      return named?.trim() || field;
    }

    // What waits ----------------------------------------------------------------------------------------------------

    note(field, due) {
      const values = this.values(field);
      const before = this.queue.filter((entry) => entry.field === field);
      const waiting = before.find((entry) => !entry.tried || entry.state !== "waiting");
      if (waiting) {
        if (same(waiting.values, values) && waiting.state !== "invalid") {
          waiting.due = Math.min(waiting.due, due);
          return;
        }
        Object.assign(waiting, { values, due, at: Date.now() });
        if (waiting.state === "invalid") Object.assign(waiting, { state: "waiting", tried: false });
        // Typed back to what is stored: nothing is left to send.
        if (before.length === 1 && waiting.state === "waiting" && same(values, this.known.get(field))) this.drop(waiting);
      } else if (before.length || !same(values, this.known.get(field))) {
        if (before.length && same(before[before.length - 1].values, values)) return;
        this.queue.push({
          field, values, due, label: this.label(field), seen: before[0]?.seen ?? this.seen(field).value, version: this.version?.value ?? "",
          state: "waiting", tried: false, at: Date.now(),
        });
      }
      this.keep();
    }

    drop(entry) {
      this.queue = this.queue.filter((other) => other !== entry);
    }

    keep(now = false) {
      clearTimeout(this.keeping);
      const save = () => {
        const entries = this.queue.map(({ due, ...entry }) => entry);
        this.safe = write(this.store, entries);
        // Ours now: what the gone tabs had is in our own part.
        for (const key of this.taken.splice(0)) write(key, []);
      };
      if (now) save();
      else this.keeping = setTimeout(save, KEEP);
    }

    restore(early) {
      let back = 0;
      for (const entry of this.left) {
        const hidden = this.seen(entry.field);
        if (!hidden) { this.queue.push({ ...entry, due: Infinity, state: "elsewhere" }); continue; }
        // Typed over before it came back: it goes first, and is found again in the history of the field.
        if (early.includes(entry.field)) { this.queue.push({ ...entry, due: 0, state: "waiting", tried: true, again: entry.tried }); continue; }
        if (same(entry.values, this.values(entry.field)) && !entry.tried) continue;
        // A refused text whose field has moved on meanwhile is no news to anybody.
        if (entry.state === "invalid" && hidden.value !== entry.seen) continue;
        const shown = Object.fromEntries(this.controls(entry.field).map((control) => [control.name, []]));
        for (const [name, value] of entry.values) (shown[name] ??= []).push(value);
        this.put(entry.field, shown);
        this.queue.push({ ...entry, due: 0, state: "waiting", again: entry.tried });
        back += 1;
      }
      this.left = [];
      if (!back) { this.keep(true); return; }
      this.told = (back === 1 ? this.words.wordRestoredOne : this.words.wordRestoredMany ?? "").replace("{n}", back);
      this.keep(true);
      this.pump();
    }

    // Sending -------------------------------------------------------------------------------------------------------

    later(ms) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.pump(), Math.max(0, ms));
    }

    async pump() {
      if (this.running) return this.running;
      this.running = (async () => {
        let entry;
        while (!this.stopped && (entry = this.queue.find((other) => other.state === "waiting" && other.due <= Date.now()))) {
          if (!(await this.send(entry))) break;
        }
      })();
      await this.running;
      this.running = null;
      this.show();
      const next = Math.min(...this.queue.filter((entry) => entry.state === "waiting").map((entry) => entry.due));
      if (!this.stopped && Number.isFinite(next)) this.later(this.failures ? this.pause() : next - Date.now());
    }

    pause() {
      return Math.min(LONGEST_WAIT, 1500 * 2 ** this.failures) * (0.8 + Math.random() * 0.4);
    }

    body(entry) {
      const body = new URLSearchParams({ field: entry.field, kunci: this.form.dataset.key, [SEEN + entry.field]: entry.seen });
      if (entry.again) body.set("ulang", "1");
      for (const [name, value] of entry.values) body.append(name, value);
      // The version that the page showed when this was typed, where the form carries one.
      if (entry.version) body.set("version", entry.version);
      return body;
    }

    request(body, parting) {
      return fetch(this.form.dataset.autosave, {
        method: "POST", body, credentials: "same-origin", redirect: "manual", keepalive: parting || String(body).length < PARTING_SIZE,
        // Read at the moment of sending: signing in elsewhere changes it.
        headers: { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
      });
    }

    async send(entry) {
      entry.again ||= entry.tried;
      const body = this.body(entry);
      entry.tried = true;
      this.sending = entry;
      this.keep(true);
      this.show();
      let status = 0, answer = {};
      try {
        const got = await this.request(body);
        status = got.status;
        answer = await got.json();
      } catch {
        // No line, or something on the way that is not the portal. What the portal refuses without words is told below.
        if (status < 400 || status >= 500) status = 0;
      }
      this.sending = null;
      if (status === 200 && answer.status === "saved") return this.saved(entry, answer);
      // 403: the cookies are gone, and with them the session.
      if (status === 401 || status === 403) return this.halt("signin", answer);
      if (status === 423) return this.halt("locked", answer);
      if (status === 409 && answer.status === "conflict") return this.conflict(entry, answer);
      if (status === 422 || status === 400 || status === 413) return this.invalid(entry, answer);
      this.failures += 1;
      return false;
    }

    saved(entry, answer) {
      this.failures = 0;
      this.told = answer.told;
      this.drop(entry);
      this.known.set(entry.field, entry.values);
      for (const [field, hash] of Object.entries(answer.seen ?? {})) {
        const hidden = this.seen(field);
        if (hidden) hidden.value = hash;
        for (const other of this.queue) if (other.field === field && other.state === "waiting") other.seen = hash;
      }
      if (this.version && answer.version) this.version.value = answer.version;
      this.fault(entry.field, []);
      this.take(answer.shown ?? {}, entry.field);
      this.parts(answer.parts ?? {});
      this.notes(entry.field, answer.notes ?? []);
      // Fields that are judged together may be right now.
      const group = this.together(entry.field);
      for (const other of this.queue) {
        if (group && other.state === "invalid" && this.together(other.field) === group) Object.assign(other, { state: "waiting", tried: false, due: 0 });
      }
      this.keep(true);
      this.form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: { field: entry.field, answer } }));
      return true;
    }

    // Values as the server keeps them, where nobody has typed on meanwhile.
    take(shown, sent) {
      const fields = new Set(Object.keys(shown).map((name) => this.fieldOf([...this.form.elements].find((control) => control.name === name))));
      for (const field of fields) {
        if (!field || this.queue.some((entry) => entry.field === field)) continue;
        const typing = this.controls(field).includes(document.activeElement);
        if (field === sent && (typing || !same(this.values(field), this.known.get(field)))) continue;
        this.put(field, shown);
        this.known.set(field, this.values(field));
      }
    }

    invalid(entry, answer) {
      this.failures = 0;
      // A later value waits already: that one is judged.
      if (this.queue.some((other) => other !== entry && other.field === entry.field)) {
        this.drop(entry);
        return true;
      }
      entry.state = "invalid";
      this.fault(entry.field, answer.errors ?? [this.words.wordRefused]);
      this.parts(answer.parts ?? {});
      this.keep(true);
      return true;
    }

    conflict(entry, answer) {
      this.failures = 0;
      const latest = this.queue.filter((other) => other.field === entry.field).pop();
      if (latest !== entry) this.drop(entry);
      // The old hash stays until somebody has chosen: a reload asks again.
      Object.assign(latest, { state: "conflict", answer });
      this.fault(entry.field, []);
      const box = this.boxOrControl(entry.field);
      this.clearConflict(entry.field);
      box.insertAdjacentHTML("afterend", answer.html);
      const shown = box.nextElementSibling;
      shown.dataset.conflictOf = entry.field;
      // A choice throws one of two texts away: it takes a press, so that arrow keys may walk between them.
      const now = shown.querySelector("[data-choose-now]");
      if (now) now.hidden = false;
      shown.querySelector("[data-choose]")?.addEventListener("click", () => {
        const chosen = shown.querySelector("input[type=radio]:checked");
        if (chosen) this.choose(entry.field, chosen.value === "saya");
        else shown.querySelector("input[type=radio]")?.focus();
      });
      this.keep(true);
      return true;
    }

    clearConflict(field) {
      this.form.querySelectorAll(`[data-conflict-of="${CSS.escape(field)}"]`).forEach((shown) => shown.remove());
    }

    choose(field, mine) {
      const entry = this.queue.find((other) => other.field === field && other.state === "conflict");
      if (!entry) return;
      const { answer } = entry;
      const hidden = this.seen(field);
      hidden.value = answer.seen;
      this.clearConflict(field);
      if (mine) {
        Object.assign(entry, { state: "waiting", seen: answer.seen, tried: false, again: false, due: 0 });
        delete entry.answer;
      } else {
        this.drop(entry);
        this.put(field, answer.stored_raw);
        this.known.set(field, this.values(field));
      }
      this.keep(true);
      this.controls(field)[0]?.focus();
      this.form.dispatchEvent(new CustomEvent("autosave:chosen", { bubbles: true, detail: { field, mine } }));
      this.pump();
    }

    halt(why, answer) {
      this.stopped = why;
      this.failures = 0;
      const banner = this.form.querySelector(`[data-autosave-banner="${why}"]`);
      if (banner) {
        const link = banner.querySelector("a[data-signin]");
        if (link) link.href = `${answer.url ?? link.dataset.signin}?next=${encodeURIComponent(location.pathname + location.search + this.anchor())}`;
        const said = banner.querySelector("[data-message]");
        if (said && answer.message) said.textContent = answer.message;
        banner.hidden = false;
      }
      return false;
    }

    resume() {
      if (this.stopped !== "signin") return;
      this.stopped = "";
      this.form.querySelector("[data-autosave-banner=signin]")?.setAttribute("hidden", "");
      this.pump();
    }

    anchor() {
      const field = this.fieldOf(document.activeElement) || this.queue[this.queue.length - 1]?.field;
      const id = field && this.controls(field)[0]?.id;
      return id ? `#${id}` : "";
    }

    // What is shown -------------------------------------------------------------------------------------------------

    boxOrControl(field) {
      const control = this.controls(field)[0];
      return this.box(field) ?? control?.closest(".field") ?? control;
    }

    fault(field, errors) {
      const box = this.boxOrControl(field);
      const controls = this.controls(field);
      const anchor = controls.length > 1 ? controls[0]?.closest("fieldset") ?? controls[0] : controls[0];
      if (!box || !anchor) return;
      const id = `${anchor.id.replace(/_group$/, "")}_error`;
      box.querySelectorAll(".errorlist").forEach((list) => list.remove());
      box.classList.toggle("field--error", errors.length > 0);
      const told = (anchor.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((name) => name && name !== id);
      if (errors.length) {
        const list = document.createElement("ul");
        list.className = "errorlist";
        list.id = id;
        list.append(...errors.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
        if (anchor.tagName === "FIELDSET") anchor.querySelector("legend")?.after(list);
        else anchor.before(list);
        told.push(id);
      }
      if (told.length) anchor.setAttribute("aria-describedby", told.join(" "));
      else anchor.removeAttribute("aria-describedby");
      for (const control of controls) {
        if (errors.length) control.setAttribute("aria-invalid", "true");
        else control.removeAttribute("aria-invalid");
      }
    }

    notes(field, texts) {
      const box = this.boxOrControl(field);
      if (!box) return;
      box.querySelectorAll("[data-autosave-note]").forEach((note) => note.remove());
      for (const text of texts) {
        const note = document.createElement("p");
        note.className = "field-note";
        note.dataset.autosaveNote = "";
        note.setAttribute("role", "status");
        note.textContent = text;
        box.append(note);
      }
    }

    parts(parts) {
      for (const [selector, html] of Object.entries(parts)) {
        const old = document.querySelector(selector);
        if (!old || old.contains(document.activeElement)) continue;
        old.outerHTML = html;
      }
    }

    count(state) {
      return new Set(this.queue.filter((entry) => entry.state === state).map((entry) => entry.field)).size;
    }

    say(one, many, n) {
      return ((n === 1 ? this.words[one] : this.words[many]) ?? "").replace("{n}", n);
    }

    show() {
      const mark = this.form.querySelector("[data-saved]");
      if (!mark) return;
      const [waiting, conflicts, faults] = ["waiting", "conflict", "invalid"].map((state) => this.count(state));
      const offline = !navigator.onLine || this.failures > 0;
      let state = "saved", text = this.told || this.initially;
      if (this.stopped === "locked") [state, text] = ["stuck", this.words.wordLocked];
      else if (this.stopped === "signin" && waiting) [state, text] = ["waiting", this.say("wordSigninOne", "wordSigninMany", waiting)];
      else if (waiting && offline) [state, text] = ["waiting", this.say("wordWaitingOne", "wordWaitingMany", waiting)];
      else if (this.sending || waiting) [state, text] = ["saving", this.words.wordSaving];
      else if (conflicts) [state, text] = ["stuck", this.say("wordConflictOne", "wordConflictMany", conflicts)];
      else if (faults) [state, text] = ["stuck", this.say("wordInvalidOne", "wordInvalidMany", faults)];
      mark.dataset.state = state;
      const words = mark.querySelector("[data-saved-words]") ?? mark;
      if (text && words.textContent !== text) words.textContent = text;
    }

    // The page ------------------------------------------------------------------------------------------------------

    get unsent() {
      return this.queue.some((entry) => entry.state === "waiting" || entry.state === "conflict" || (entry.state === "invalid" && !this.safe));
    }

    listen() {
      const mark = this.form.querySelector("[data-saved]");
      this.initially = (mark?.querySelector("[data-saved-words]") ?? mark)?.textContent ?? "";
      this.form.addEventListener("input", (event) => this.changed(event, REST));
      this.form.addEventListener("change", (event) => this.changed(event, 0));
      this.form.addEventListener("submit", (event) => this.submit(event), true);
      addEventListener("online", () => { this.failures = 0; this.show(); this.pump(); });
      addEventListener("offline", () => this.show());
      addEventListener("focus", () => this.resume());
      document.addEventListener("visibilitychange", () => {
        if (document.hidden) this.hurry();
        else this.resume();
      });
      addEventListener("beforeunload", (event) => {
        if (this.submitting) return;
        this.part();
        if (this.unsent && !this.parted) event.preventDefault();
      });
      addEventListener("pagehide", () => this.part());
      addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    }

    changed(event, rest) {
      const control = event.target;
      const field = this.fieldOf(control);
      if (!field || this.stopped === "locked") return;
      const typed = control.tagName === "TEXTAREA" || (control.tagName === "INPUT" && !["checkbox", "radio", "date", "file"].includes(control.type));
      if (event.type === "input" && !typed) return;
      this.note(field, Date.now() + rest);
      this.show();
      const next = this.queue.find((entry) => entry.field === field && entry.state === "waiting");
      if (next && !this.failures) this.later(rest);
    }

    hurry() {
      for (const entry of this.queue) if (entry.state === "waiting") entry.due = Math.min(entry.due, Date.now());
      this.keep(true);
      this.pump();
    }

    // The page goes: what has not been sent yet goes after it, one request a field, and what was kept covers the rest.
    part() {
      if (this.parted || this.stopped) return;
      const open = this.queue.filter((entry) => entry.state === "waiting");
      this.keep(true);
      if (!navigator.onLine || this.failures || this.queue.some((entry) => entry.state === "conflict")) return;
      const fresh = open.filter((entry) => !entry.tried);
      const size = fresh.reduce((sum, entry) => sum + String(this.body(entry)).length, 0);
      if (size > PARTING_SIZE || fresh.some((entry) => this.sending?.field === entry.field)) return;
      for (const entry of fresh) {
        const body = this.body(entry);
        entry.tried = true;
        this.request(body, true).then((got) => got.ok && got.json()).then((answer) => answer && this.saved(entry, answer)).catch(() => {});
      }
      this.keep(true);
      this.parted = true;
      // Stayed after all.
      setTimeout(() => { this.parted = false; this.pump(); }, 3000);
    }

    // The form's own button: first what is on its way, then the form as a whole.
    async submit(event) {
      if (this.submitting) return;
      event.preventDefault();
      const { submitter } = event;
      for (const entry of this.queue) if (entry.state === "waiting") entry.due = 0;
      this.failures = 0;
      await this.pump();
      await this.running;
      if (this.stopped || this.queue.some((entry) => entry.state === "waiting")) {
        this.show();
        return;
      }
      this.submitting = true;
      setTimeout(() => { this.submitting = false; }, 5000);
      // A form that is still telling of its first submission ignores a second one: with nothing to wait for, that is now.
      setTimeout(() => this.form.requestSubmit(submitter));
    }
  }

  // What tabs that are gone have left under a place. Without locks nobody can tell, and all of it counts as left.
  const abandoned = async (place) => {
    let keys = [];
    try { keys = Object.keys(localStorage); } catch { /* forbidden: nothing is kept */ }
    const held = navigator.locks ? (await navigator.locks.query()).held.map((lock) => lock.name) : [];
    return keys.filter((key) => key.startsWith(place) && !held.includes(key));
  };

  // A page that only shows: what waits for a form that is locked by now can still be read, copied and thrown away.
  const showLeft = async (section) => {
    const keys = await abandoned(`${STORE}${section.dataset.waitingOf}`);
    const model = section.querySelector("template");
    for (const entry of keys.flatMap(read)) {
      const copy = model.content.cloneNode(true);
      copy.querySelector("[data-waiting-label]").textContent = entry.label;
      copy.querySelector("textarea").value = entry.values.map(([, value]) => value).join("\n");
      model.before(copy);
      section.hidden = false;
    }
    section.querySelector("[data-waiting-drop]").addEventListener("click", () => {
      for (const key of keys) write(key, []);
      section.remove();
    });
  };

  document.querySelectorAll("form[data-autosave]").forEach((form) => new Autosave(form).begin());
  document.querySelectorAll("[data-waiting-of]").forEach(showLeft);
})();
