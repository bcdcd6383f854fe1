/* Drags the lever of delays so many times, faster than anything can be answered; how often it was asked. */
async ([times, last]) => {
  const slider = document.querySelector("#lever-delay_factor").closest(".lever").querySelector("input[type=range]");
  const ask = M.ask;
  let asked = 0;
  M.ask = (...given) => { asked += 1; return ask(...given); };
  const move = (value, name) => { slider.value = value; slider.dispatchEvent(new Event(name, { bubbles: true })); };
  for (let n = 0; n < times; n += 1) {
    move(40 + (n * 37) % 260, "input");
    if (n % 5 === 0) { await new Promise((done) => setTimeout(done, 8)); }
  }
  move(last, "input");
  move(last, "change");
  M.ask = ask;
  return asked;
}
