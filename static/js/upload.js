/* Uploads in pieces (tus 1.0): dropped, picked or photographed files, two at a time, that go on where they stopped after a lost
   line, a closed lid or a reload. Every word stands in the page (_upload_config.html); without this file plain forms remain. */
(() => {
  "use strict";

  const config = document.querySelector("[data-upload-config]");
  const template = document.querySelector("template[data-upload-item]");
  if (!config || !template) return;
  const words = config.dataset;
  const AT_ONCE = 2;
  const PIECE_MAX = Number(words.piece);
  const PIECE_MIN = 64 * 1024;
  const TUS = { "Tus-Resumable": "1.0.0", Accept: "application/json" };

  // Small things ------------------------------------------------------------------------------------------------------

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  const number = (value, places) => new Intl.NumberFormat(document.documentElement.lang, {
    minimumFractionDigits: places, maximumFractionDigits: places }).format(value);
  const sizeOf = (octets) => {
    const [bytes, kilo, mega] = words.units.split(" ");
    if (octets < 1000) return `${octets}\u00a0${bytes}`;
    return octets < 1e6 ? `${number(octets / 1000, 0)}\u00a0${kilo}` : `${number(octets / 1e6, 1)}\u00a0${mega}`;
  };
  const megabytes = (octets) => String(Math.ceil(octets / 1048576));
  const limitFor = (name) => {
    const document_ = Number(words.documentLimit);
    const video = Number(words.videoLimit);
    if (/\.(pdf|jpe?g|png)$/i.test(name)) return document_;
    return /\.mp4$/i.test(name) ? video : Math.max(document_, video);
  };
  const base64 = (octets) => btoa(String.fromCharCode(...new Uint8Array(octets)));
  const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  const hex = (octets) => [...new Uint8Array(octets)].map((octet) => octet.toString(16).padStart(2, "0")).join("");
  // Only pages that came over a safe line, or from this very computer, may compute hashes.
  const digest = async (buffer) => (window.crypto?.subtle ? crypto.subtle.digest("SHA-256", buffer) : null);
  const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1]
    ?? JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";

  const memory = {
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* then the list of the server must do */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* nothing to forget */ } },
  };

  class Ended extends Error {}   // cancelled by the person
  class Told extends Error {     // the server said no, in words; `over`: these bytes are not wanted
    constructor(message, { over = false, signin = false } = {}) { super(message); Object.assign(this, { over, signin }); }
  }
  class Lost extends Error {}    // the line or the server: try again
  class Gone extends Error {}    // no such upload any more: begin anew

  // XMLHttpRequest, because fetch cannot tell how far a body has travelled.
  const ask = (method, url, { headers = {}, body = null, onprogress = null, item = null } = {}) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries({ ...TUS, "X-CSRFToken": token(), ...headers })) request.setRequestHeader(name, value);
    if (onprogress) request.upload.onprogress = onprogress;
    if (item) item.request = request;
    // A line that swallows everything and answers nothing: a closed lid, a phone between two masts.
    request.timeout = 120000;
    request.onload = () => {
      let told = {};
      try { told = JSON.parse(request.responseText); } catch { /* not every answer has words */ }
      resolve({ status: request.status, header: (name) => request.getResponseHeader(name), told });
    };
    request.onerror = request.ontimeout = () => reject(new Lost());
    request.onabort = () => reject(new Ended());
    request.send(body);
  });

  const refusalOf = (answer) => {
    const said = answer.told.words ?? answer.told.message;
    if (answer.status === 401) return new Told(words.signedOut, { signin: true });
    if (answer.status === 403) return new Told(said ?? words.signedOut, { signin: !said });
    if (answer.status === 404) return new Gone();
    if (answer.status === 410) return said ? new Told(said, { over: true }) : new Gone();
    if (answer.status === 507 || answer.status === 429) return new Told(said ?? words.stopped);
    if (answer.status === 408 || answer.status >= 500 || answer.status === 0) return new Lost();
    return new Told(said ?? words.stopped, { over: Boolean(said) });
  };

  // One file ----------------------------------------------------------------------------------------------------------

  class Item {
    constructor(zone, { file = null, known = null }) {
      this.zone = zone;
      this.file = file;
      this.name = known?.name ?? file.name;
      this.size = known?.size ?? file.size;
      this.url = known?.url ?? null;
      this.sha256 = known?.sha256 ?? "";
      this.row = known?.details?.baris ?? "";
      this.offset = known?.offset ?? 0;
      this.step = 256 * 1024;
      this.lost = 0;
      this.told = 0;
      this.draw();
    }

    draw() {
      const part = template.content.cloneNode(true);
      this.element = part.querySelector("li");
      this.part = (name) => this.element.querySelector(`[data-${name}]`);
      this.part("name").textContent = this.name;
      this.part("size").textContent = [sizeOf(this.size), this.row && fill(words.forRow, { row: this.row })].filter(Boolean).join(", ");
      this.part("bar").setAttribute("aria-label", fill(words.progress, { name: this.name }));
      this.element.querySelectorAll("[data-of]").forEach((hidden) => { hidden.textContent = ` ${this.name}`; });
      this.element.addEventListener("click", (event) => {
        const pressed = event.target.closest("[data-do]")?.dataset.do;
        if (pressed) this[pressed]();
      });
      this.zone.list.append(part);
    }

    get key() {
      return this.file && `iga-unggah:${words.person}:${this.zone.aim}:${this.file.name}:${this.file.size}:${this.file.lastModified}`;
    }

    // What is offered now: names of [data-do] buttons, "open" and "signin" among them.
    show(text, ...offered) {
      this.part("said").textContent = text;
      this.element.querySelectorAll("[data-do]").forEach((button) => { button.hidden = !offered.includes(button.dataset.do); });
      this.part("signin").hidden = !offered.includes("signin");
      this.part("open").hidden = !offered.includes("open");
    }

    say(text, ...offered) {
      this.show(text, ...offered);
      this.zone.say(text);
    }

    move(octets) {
      const percent = Math.min(100, Math.floor((octets / this.size) * 100));
      this.percent = percent;
      this.part("bar").value = percent;
      this.show(fill(words.sending, { percent, sent: sizeOf(octets), total: sizeOf(this.size) }), "cancel");
      const quarter = Math.floor(percent / 25);
      if (quarter > this.told && quarter < 4) this.zone.say(`${this.name}: ${this.part("said").textContent}`);
      this.told = Math.max(this.told, quarter);
    }

    async run() {
      try {
        this.state = "running";
        this.element.dataset.state = "running";
        if (!this.url && await this.look()) return;
        for (;;) {
          try {
            await this.steadily(() => this.begin());
            await this.send();
            await this.finished();
            return;
          } catch (problem) {
            // Swept, or another server: the file is still here, so it travels once more, but not for ever.
            if (!(problem instanceof Gone) || this.renewed) throw problem;
            this.renewed = true;
            this.forget();
          }
        }
      } catch (problem) {
        this.halt(problem);
      }
    }

    // Do something again and again until the line allows it; only the person, or words of the server, end it.
    async steadily(act) {
      for (;;) {
        try {
          const found = await act();
          this.lost = 0;
          return found;
        } catch (problem) {
          if (!(problem instanceof Lost)) throw problem;
          await this.rest();
        }
      }
    }

    async rest() {
      this.lost += 1;
      this.step = Math.max(PIECE_MIN, this.step / 2);
      const seconds = Math.min(30, 2 ** (this.lost - 1)) + Math.random();
      const text = navigator.onLine
        ? fill(words.retrying, { percent: this.percent ?? 0, seconds: Math.ceil(seconds) })
        : fill(words.offline, { percent: this.percent ?? 0 });
      this.show(text, "resume", "cancel");
      if (this.lost === 1) this.zone.say(`${this.name}: ${text}`);
      await new Promise((resolve, reject) => {
        const clock = navigator.onLine ? setTimeout(resolve, seconds * 1000) : 0;
        addEventListener("online", resolve, { once: true });
        this.wake = resolve;
        this.give = () => { clearTimeout(clock); reject(new Ended()); };
      });
      this.wake = this.give = null;
    }

    // The same file among what this person may see? Asked by its hash, before a byte is sent.
    async look() {
      if (this.size > limitFor(this.name)) {
        throw new Told(fill(words.large, { name: this.name, size: megabytes(this.size), limit: megabytes(limitFor(this.name)) }), { over: true });
      }
      if (!this.size) throw new Told(fill(words.empty, { name: this.name }), { over: true });
      this.show(words.looking, "cancel");
      let found = null;
      try {
        found = await digest(await this.file.arrayBuffer());
      } catch {
        throw new Told(fill(words.unreadable, { name: this.name }), { over: true });
      }
      if (this.over) throw new Ended();
      if (!found) return false;
      this.sha256 = hex(found);
      if (!this.zone.asksForTwins) return false;
      const answer = await this.steadily(() => this.answered("GET", `${words.twin}?sha256=${this.sha256}`));
      if (!answer.told.document) return false;
      this.offer(answer.told.document, fill(words.twinWords, { subject: answer.told.document.subject }));
      return true;
    }

    async answered(method, url, options = {}) {
      const answer = await ask(method, url, { ...options, item: this });
      if (answer.status >= 400) throw refusalOf(answer);
      return answer;
    }

    // Where it goes on: at the server's word, or at the start of a new upload.
    async begin() {
      this.url ??= memory.get(this.key);
      if (this.url) {
        const answer = await this.answered("HEAD", this.url).catch((problem) => {
          if (!(problem instanceof Gone)) throw problem;
          this.forget();
          return null;
        });
        if (answer && Number(answer.header("Upload-Length")) === this.size) {
          this.offset = Number(answer.header("Upload-Offset"));
          return;
        }
        this.forget();
      }
      const said = { filename: this.name, ...(this.sha256 && { sha256: this.sha256 }), ...this.zone.details };
      const answer = await this.answered("POST", words.uploads, { headers: {
        "Upload-Length": String(this.size),
        "Upload-Metadata": Object.entries(said).map(([key, value]) => `${key} ${encoded(value)}`).join(","),
      } });
      this.url = new URL(answer.header("Location"), location.href).pathname;
      this.offset = 0;
      memory.set(this.key, this.url);
      this.zone.say(fill(words.begun, { name: this.name }));
    }

    forget() {
      memory.drop(this.key);
      this.url = null;
      this.offset = 0;
    }

    async send() {
      while (this.offset < this.size) {
        this.move(this.offset);
        await this.steadily(async () => {
          if (this.lost) await this.begin();
          if (this.offset < this.size) await this.piece();
        });
      }
      this.move(this.offset);
    }

    async piece() {
      const start = this.offset;
      let buffer = null;
      try {
        buffer = await this.file.slice(start, start + this.step).arrayBuffer();
      } catch {
        throw new Told(fill(words.unreadable, { name: this.name }), { over: true });
      }
      const hash = await digest(buffer);
      if (this.over) throw new Ended();
      const began = performance.now();
      const answer = await ask(this.zone.masked ? "POST" : "PATCH", this.url, {
        headers: {
          "Content-Type": "application/offset+octet-stream",
          "Upload-Offset": String(start),
          ...(hash && { "Upload-Checksum": `sha256 ${base64(hash)}` }),
          ...(this.zone.masked && { "X-HTTP-Method-Override": "PATCH" }),
        },
        body: buffer,
        onprogress: (event) => this.move(start + Math.min(event.loaded, buffer.byteLength)),
        item: this,
      });
      if (answer.status === 204 || answer.status === 409) {
        this.offset = Number(answer.header("Upload-Offset"));
      } else if ([405, 501].includes(answer.status) && !answer.header("Tus-Resumable") && !this.zone.masked) {
        this.zone.masked = true; // a proxy on the way knows no PATCH
      } else if (answer.status === 460 || answer.told.code === "cut_off") {
        throw new Lost();
      } else {
        throw refusalOf(answer);
      }
      // So large that a piece takes some seconds: little is lost with the line, little is spent on asking.
      const seconds = (performance.now() - began) / 1000;
      if (seconds < 2) this.step = Math.min(PIECE_MAX, this.step * 2);
      else if (seconds > 8) this.step = Math.max(PIECE_MIN, this.step / 2);
    }

    async finished(decision = "") {
      this.show(words.finishing);
      if (this.zone.takes) {
        memory.drop(this.key);
        this.state = "done";
        this.element.remove();
        this.zone.takes(this);
        return;
      }
      const answer = await this.steadily(() => this.answered("POST", `${this.url}${words.finish}`, {
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ aksi: decision }).toString(),
      }));
      this.settle(answer.told);
    }

    settle(told) {
      if (told.status === "twin") { this.offer(told.document, told.words); return; }
      memory.drop(this.key);
      this.state = this.element.dataset.state = "done";
      this.part("bar").value = 100;
      this.part("open").href = told.document.url;
      this.say([told.words, ...told.notes].join(" "), "open", "dismiss");
      this.zone.stored(told.document);
    }

    offer(document_, text) {
      this.twin = document_;
      this.state = this.element.dataset.state = "twin";
      this.part("open").href = document_.url;
      this.say(text, "cite", "keep", "open", "cancel");
      this.zone.next();
    }

    halt(problem) {
      if (problem instanceof Ended) return;
      this.state = this.element.dataset.state = "halted";
      if (!(problem instanceof Told)) {
        this.say(words.stopped, "resume", "cancel");
        if (!(problem instanceof Gone)) throw problem;
      } else if (problem.signin) {
        this.say(problem.message, "signin", "resume", "cancel");
      } else if (problem.over) {
        memory.drop(this.key);
        this.element.dataset.state = "refused";
        this.say(problem.message, "dismiss");
      } else {
        this.say(problem.message, "resume", "cancel");
      }
      this.zone.next();
    }

    // What the buttons do ---------------------------------------------------------------------------------------------

    resume() {
      if (this.wake) { this.wake(); return; }
      if (!this.file) { this.choose(); return; }
      this.zone.queue(this);
    }

    choose() { this.zone.chooseFor(this); }

    async cancel() {
      this.over = true;
      this.give?.();
      this.request?.abort();
      const url = this.url ?? memory.get(this.key);
      memory.drop(this.key);
      this.dismiss();
      this.zone.say(fill(words.cancelled, { name: this.name }));
      if (url) await ask("DELETE", url).catch(() => null); // else the sweep does it
    }

    dismiss() {
      if (this.state !== "done") this.state = "over";
      const was = this.element.contains(document.activeElement);
      this.element.remove();
      this.zone.drop(this);
      if (was) this.zone.focus();
    }

    finish() { this.decide(""); }
    cite() { this.decide("kutip"); }
    keep() { this.decide("simpan"); }

    // After a file was offered that is there already: with an upload behind it, or before one began.
    async decide(decision) {
      this.state = "running";
      try {
        if (this.url) { await this.finished(decision); return; }
        if (decision === "kutip" && !this.zone.row) {
          this.settle({ status: "stored", document: this.twin, words: this.part("said").textContent, notes: [] });
          return;
        }
        this.show(words.finishing);
        const answer = await this.steadily(() => this.answered("POST", words.twin, {
          headers: { "Content-Type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({ aksi: decision, dokumen: this.twin.id, nama: this.name, ...this.zone.details }).toString(),
        }));
        this.settle(answer.told);
      } catch (problem) {
        this.halt(problem);
      }
    }
  }

  // Where files are dropped -------------------------------------------------------------------------------------------

  class Zone {
    constructor(element) {
      this.element = element;
      this.list = element.querySelector("[data-upload-list]");
      this.live = element.querySelector("[data-upload-live]");
      this.row = element.dataset.row ?? "";
      this.aim = this.row ? `${element.dataset.innovation}/${this.row}` : "pustaka";
      this.asksForTwins = true;
      this.items = new Set();
      this.waiting = [];
      this.listen();
      this.unfinished();
    }

    get details() {
      if (this.row) return { inovasi: this.element.dataset.innovation, baris: this.row };
      const owner = this.element.querySelector("[data-upload-owner]")?.value;
      return owner ? { opd: owner } : {};
    }

    get running() { return [...this.items].filter((item) => item.state === "running").length; }
    get busy() { return this.waiting.length > 0 || this.running > 0; }

    listen() {
      const picked = (name) => this.element.querySelector(`[data-picked=${name}]`);
      for (const button of this.element.querySelectorAll("[data-pick]")) {
        button.addEventListener("click", () => picked(button.dataset.pick).click());
      }
      for (const input of this.element.querySelectorAll("[data-picked]")) {
        // The form around a row's part must not take a chosen file for an entry of its own.
        for (const kind of ["input", "change"]) input.addEventListener(kind, (event) => event.stopPropagation());
        input.addEventListener("change", () => {
          const files = [...input.files];
          input.value = "";
          if (input.dataset.picked === "same" && this.chosenFor) this.attach(this.chosenFor, files[0]);
          else this.take(files);
        });
      }
      const carries = (event) => event.dataTransfer?.types.includes("Files");
      const target = this.element.querySelector("[data-upload-target]");
      let depth = 0;
      const lit = (on) => { depth = Math.max(0, depth + (on ? 1 : -1)); target.classList.toggle("is-over", depth > 0); };
      this.element.addEventListener("dragenter", (event) => { if (carries(event)) { event.preventDefault(); lit(true); } });
      this.element.addEventListener("dragleave", (event) => { if (carries(event)) lit(false); });
      this.element.addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
      this.element.addEventListener("drop", (event) => {
        if (!carries(event)) return;
        event.preventDefault();
        depth = 0;
        target.classList.remove("is-over");
        this.take([...event.dataTransfer.files]);
      });
      // A file that misses the zone must not replace the page, and whatever else is on it.
      for (const kind of ["dragover", "drop"]) {
        addEventListener(kind, (event) => { if (carries(event) && !event.defaultPrevented) event.preventDefault(); });
      }
    }

    focus() { this.element.querySelector("[data-pick]").focus(); }

    say(text) { this.live.textContent = text; }

    take(files) {
      const most = Number(words.most);
      for (const file of files.slice(0, most)) {
        const waiting = [...this.items].find((item) => !item.file && item.name === file.name && item.size === file.size);
        if (waiting) this.attach(waiting, file);
        else this.add(new Item(this, { file }));
      }
      if (files.length > most) this.say(fill(words.tooMany, { most }));
    }

    add(item) {
      this.items.add(item);
      this.queue(item);
    }

    chooseFor(item) {
      this.chosenFor = item;
      this.element.querySelector("[data-picked=same]").click();
    }

    // Go on with an upload of an earlier page: only with the very same file, or its end would belong to another.
    async attach(item, file) {
      this.chosenFor = null;
      if (!file) return;
      let same = file.size === item.size;
      if (same && item.sha256 && window.crypto?.subtle) same = hex(await digest(await file.arrayBuffer())) === item.sha256;
      else same = same && file.name === item.name;
      if (!same) {
        item.say(fill(words.otherFile, { name: item.name, size: sizeOf(item.size) }), "choose", "cancel");
        return;
      }
      item.file = file;
      this.queue(item);
    }

    queue(item) {
      item.state = item.element.dataset.state = "waiting";
      item.show(words.waiting, "cancel");
      this.waiting.push(item);
      this.next();
    }

    next() {
      this.waiting = this.waiting.filter((item) => item.state === "waiting");
      while (this.waiting.length && this.running < AT_ONCE) this.waiting.shift().run().finally(() => this.next());
    }

    drop(item) {
      this.items.delete(item);
      this.next();
    }

    stored(document_) {
      const after = this.element.querySelector("[data-upload-after]");
      if (!this.row) {
        const link = after.querySelector("a");
        const to = new URL(link.href, location.href);
        to.searchParams.append("id", document_.id);
        link.href = to.pathname + to.search;
        after.hidden = false;
      }
      clearTimeout(this.renewal);
      this.renewal = setTimeout(() => this.renew(), 300);
      this.next();
    }

    // The part of the page that shows the result, as the server writes it now.
    async renew() {
      const selector = this.element.dataset.refresh;
      const page = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
      if (!page?.ok || page.redirected) return;
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector(selector);
      const here = document.querySelector(selector);
      if (!fresh || !here || here.contains(document.activeElement)) return;
      here.replaceChildren(...document.importNode(fresh, true).childNodes);
      window.htmx?.process(here);
    }

    // What an earlier page left unfinished.
    async unfinished() {
      const answer = await ask("GET", words.uploads).catch(() => null);
      for (const known of answer?.told.uploads ?? []) {
        const aim = known.details.inovasi ? `${known.details.inovasi}/${known.details.baris}` : "pustaka";
        if (this.row && aim !== this.aim) continue;
        const item = new Item(this, { known });
        this.items.add(item);
        item.percent = Math.floor((known.offset / known.size) * 100);
        item.part("bar").value = item.percent;
        item.state = item.element.dataset.state = "halted";
        if (known.state === "complete") item.show(words.arrived, "finish", "cancel");
        else item.show(fill(words.unfinished, { percent: item.percent }), "choose", "cancel");
      }
    }
  }

  // A form with one file: the file travels first, in pieces, and the form then only names it.
  class FormFile extends Zone {
    constructor(note) {
      const form = note.form;
      const input = form.elements.namedItem(note.name.replace(/upload$/, "file"));
      const part = document.createElement("div");
      part.append(Object.assign(document.createElement("ul"), { className: "upload-list plain" }),
        Object.assign(document.createElement("p"), { className: "vh" }));
      part.lastElementChild.setAttribute("role", "status");
      part.firstElementChild.dataset.uploadList = part.lastElementChild.dataset.uploadLive = "";
      input.after(part);
      super(part);
      Object.assign(this, { note, form, input, aim: `formulir:${location.pathname}`, asksForTwins: false });
      form.addEventListener("submit", (event) => this.first(event), { capture: true });
    }

    listen() { /* the form's own input is where the file is chosen */ }
    unfinished() { /* the form shows by itself what has arrived */ }
    focus() { this.input.focus(); }
    get details() { return {}; }

    first(event) {
      if (!this.input.files.length || event.defaultPrevented) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if ([...this.items].some((item) => item.state !== "over" && item.state !== "halted")) return;
      for (const item of [...this.items]) item.dismiss();
      const pressed = event.submitter;
      this.takes = (item) => {
        this.note.value = item.url.split("/").filter(Boolean).pop();
        this.input.value = "";
        this.items.delete(item);
        this.form.requestSubmit(pressed);
      };
      this.add(new Item(this, { file: this.input.files[0] }));
      this.list.scrollIntoView({ block: "nearest" });
    }
  }

  const zones = [...document.querySelectorAll("[data-upload-zone]")].map((element) => new Zone(element));
  for (const note of document.querySelectorAll("input[data-upload-id]")) if (note.form) zones.push(new FormFile(note));
  document.querySelectorAll("details[data-fold-with-js]").forEach((fold) => { fold.open = false; });
  addEventListener("beforeunload", (event) => { if (zones.some((zone) => zone.busy)) event.preventDefault(); });
})();
