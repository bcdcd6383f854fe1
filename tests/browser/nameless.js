// Whatever takes input and has no name that a screen reader could tell.
() => {
  const named = (e) => {
    const by = document.getElementById(e.getAttribute("aria-labelledby"));
    return e.getAttribute("aria-label") || e.textContent.trim() || (e.labels && e.labels.length) || (by && by.textContent);
  };
  return [...document.querySelectorAll("button, input:not([type=file]), select")]
    .filter((e) => e.offsetParent !== null && !named(e))
    .map((e) => e.outerHTML);
}
