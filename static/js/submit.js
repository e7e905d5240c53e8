/* Receipts: printing, and comparing a file without sending it. Both pages work without this file. */
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // A file is hashed here and its hash compared with the one on the page; only where the browser cannot, the form is sent.
  document.querySelectorAll("form[data-compare]").forEach((form) => {
    if (!window.crypto?.subtle) return;
    document.querySelectorAll("[data-local][hidden]").forEach((part) => { part.hidden = false; });
    const input = form.querySelector("input[type=file]");
    const expected = document.querySelector(form.dataset.compare).textContent.trim();
    const result = document.querySelector(form.dataset.result);

    const tell = (words, tone, hash) => {
      const box = document.createElement("div");
      box.className = `callout callout--${tone}`;
      const text = document.createElement("div");
      const line = document.createElement("p");
      line.textContent = words;
      text.append(line);
      if (hash) {
        const small = document.createElement("p");
        small.className = "small";
        const code = document.createElement("code");
        code.className = "hash";
        code.textContent = hash;
        small.append("SHA-256 ", code);
        text.append(small);
      }
      box.append(text);
      result.replaceChildren(box);
    };

    let latest = 0;
    const compare = async (file) => {
      const turn = (latest += 1);
      tell(result.dataset.busy, "info");
      try {
        const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
        const hash = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
        // A file chosen meanwhile has the last word.
        if (turn !== latest) return;
        if (hash === expected) tell(result.dataset.same, "good");
        else tell(result.dataset.other, "bad", hash);
      } catch {
        if (turn === latest) tell(result.dataset.failed, "warn");
      }
    };

    input.addEventListener("change", () => input.files[0] && compare(input.files[0]));
    // Before portal.js marks the form as sent: it never leaves the page.
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (input.files[0]) compare(input.files[0]);
    });
    const over = (state) => form.classList.toggle("is-over", state);
    form.addEventListener("dragover", (event) => {
      event.preventDefault();
      over(true);
    });
    form.addEventListener("dragleave", () => over(false));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      const file = event.dataTransfer.files[0];
      if (file) compare(file);
    });
  });
})();
