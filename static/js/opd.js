/* Smoother forms in an OPD's place. Every page works without this file: the server counts and places again. */
(() => {
  "use strict";

  // Words as the 300-word rule counts them: runs between white space that hold a letter or a digit.
  document.querySelectorAll("[data-words-of]").forEach((line) => {
    const field = document.getElementById(line.dataset.wordsOf);
    const shown = line.querySelector("[data-words]");
    if (!field || !shown) return;
    const count = () => {
      const words = field.value.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
      shown.textContent = new Intl.NumberFormat(document.documentElement.lang).format(words);
      line.classList.toggle("is-enough", words >= Number(line.dataset.minimum));
    };
    field.addEventListener("input", count);
  });

  // A link from the checklist may point into something folded away.
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const fold = target && (target.closest("details") || target.querySelector("details:not([data-fold-with-js])"));
  if (fold) {
    fold.open = true;
    target.scrollIntoView();
  }
})();
