/**
 * Explorer "training": gradient descent on eight rows, with the epoch as a handle on the loss curve, the learning
 * rate, and the bug of a softmax too many as a switch.
 *
 * takes    a model with epoch (0 to 1000), rate (0.001 to 10), double (true or false), lang ("", "en" or "ko")
 * returns  an anywidget front-end module
 */
import css from "./training.css";
import { button, head, range, toggle } from "./shared/controls.js";
import { html, write } from "./shared/dom.js";
import { explorer } from "./shared/explorer.js";
import { short } from "./shared/format.js";
import { calm, player } from "./shared/play.js";
import { flag, integer, number } from "./shared/state.js";
import { curve } from "./training/curve.js";
import { formulas } from "./training/formulas.js";
import { lanes } from "./training/lanes.js";
import { EPOCHS, forward, train } from "./training/math.js";
import { rows } from "./training/rows.js";
import strings from "./training/strings.js";
import { triangle } from "./training/triangle.js";
import { account, saying } from "./training/words.js";

const schema = { epoch: integer(0, EPOCHS), rate: number(1e-3, 10), double: flag() };
const SECONDS = 9; // from the first epoch to the last; the early ones, where most happens, take their time

function build({ state: read, text, set, start: begin, signal }) {
  let run = null;
  let now = null;
  let made = ""; // what the run was made for
  let told = "";
  const playing = player((seconds) => {
    const span = Math.log1p(EPOCHS);
    time = Math.min(1, time + seconds / SECONDS);
    set({ epoch: Math.round(Math.expm1(span * time)) }, "play");
    if (time === 1) write(play, text.play);
    return time < 1;
  }, signal);
  let time = 0;
  const stop = () => { playing.stop(); write(play, text.play); };
  const start = () => { stop(); begin(); };

  const play = button(text.play, () => {
    if (playing.running()) { stop(); return; }
    begin();
    const { epoch } = read();
    if (calm()) { set({ epoch: EPOCHS }, "jump"); return; }
    time = epoch === EPOCHS ? 0 : Math.log1p(epoch) / Math.log1p(EPOCHS);
    playing.start();
    write(play, text.pause);
  }, signal);
  const rate = range({
    label: text.rate, least: -3, most: 1, step: 0.05, start, signal,
    from: (place) => Number((10 ** place).toPrecision(2)),
    to: (value) => Math.round(Math.log10(value) * 20) / 20, // on its grid, where a key finds the next place
    format: (value) => short(value, 4),
    input: (value) => set({ rate: value }),
  });
  const double = toggle({ label: text.double, signal, change: (on) => { start(); set({ double: on }); } });

  const costs = curve({ text, start, signal, epoch: (value) => set({ epoch: value }) });
  const strip = lanes({ text });
  const sums = formulas({ text });
  const picture = triangle({ text });
  const table = rows({ text, light: picture.light, signal });
  const story = html("p", { class: "lnx-legend" });
  const node = html("div", { role: "group", "aria-label": text.figure },
    ...head(text.question, text.hint),
    html("div", { class: "lnx-tools" }, rate.node, double.node, play),
    costs.node, strip.node, story, sums.node,
    html("div", { class: "lnx-training-pair" }, picture.node, table.node));

  return {
    node,
    resize(width) {
      for (const part of [costs, strip, picture]) part.resize(width);
    },
    spoken(state) {
      const said = saying(text, state.epoch, now);
      const news = told === made ? said : `${said} ${story.textContent}`;
      told = made;
      return news;
    },
    draw(state, how) {
      if (how !== "play" && how !== "resize") stop();
      const wanted = JSON.stringify([state.rate, state.double]);
      const anew = wanted !== made;
      if (anew) {
        run = train(state.rate, state.double);
        if (how === "outside") told = wanted;
        made = wanted;
        write(story, account(text, run).join(" "));
      }
      now = forward(run.thetas[state.epoch], state.double);
      rate.draw(state.rate);
      double.draw(state.double);
      for (const part of [costs, strip, picture]) part.draw(state, run, now, anew || how === "resize");
      sums.draw(state, now);
      table.draw(now);
    },
  };
}

export default explorer({ schema, strings, css, build });
