/**
 * What can be held: a grip beyond the end of each axis of the ellipse, and the leaf in its middle.
 *
 * takes    text, common: strings; field: the plot; now(): the state; edit: { start, set(changes) }; signal
 * returns  { nodes, release(): nothing is held, draw(state, answer): returns the places of the two grips }
 */
import { point, speak } from "../shared/drag.js";
import { fixed } from "../shared/format.js";
import { knob } from "../shared/handle.js";

const BEYOND = 30; // from the end of an axis to its grip: thin ellipses, too, leave three places to hold
const FINE = 20; // steps of a doubling
const LIMIT = 2.5;
const OUTSIDE = { left: 18, right: 10, top: 18, bottom: 18 }; // how far a grip may leave the axes of the plot

const radians = (degrees) => degrees * Math.PI / 180;
const clamp = (x) => Math.min(LIMIT, Math.max(-LIMIT, x));

export function grips({ text, common, field, now, edit, signal }) {
  const ends = { along: 1, across: 1 }; // at which end of its axis a grip stands
  const turned = { along: 0, across: 90 };
  let held = null; // the grip that moves stays at its end

  const scale = () => field.width / (field.x.from(field.box.right) - field.x.from(field.box.left));
  const middle = () => field.to([now().length, now().width]);
  const direction = (degrees) => [Math.cos(radians(degrees)), -Math.sin(radians(degrees))];
  const bearing = (name) => now().angle + turned[name] + (ends[name] < 0 ? 180 : 0);
  const reach = (log) => scale() * 2 ** log + BEYOND;
  const step = ([dx, dy], far, [x, y] = middle()) => [x + far * dx, y + far * dy];
  const size = (pixels) => Math.log2(Math.max(1e-3, (pixels - BEYOND) / scale()));

  /** How far one can go from the middle before one leaves the plot. */
  function room([dx, dy]) {
    const [x, y] = middle();
    const { left, right, top, bottom } = field.box;
    const across = dx > 0 ? (right + OUTSIDE.right - x) / dx : (left - OUTSIDE.left - x) / dx;
    const up = dy > 0 ? (bottom + OUTSIDE.bottom - y) / dy : (top - OUTSIDE.top - y) / dy;
    return Math.min(dx === 0 ? Infinity : across, dy === 0 ? Infinity : up);
  }

  function grip(name, label, at, input) {
    const log = `log_${name}`;
    const handle = knob(label, { round: 8, kind: `lnx-metric-${name}`, twoWays: common.point });
    point(handle.node, {
      value: () => [bearing(name), FINE * now()[log]],
      range: () => [[-1e6, 1e6], [-FINE * LIMIT, FINE * LIMIT]],
      pixel: ([degrees, l]) => step(direction(degrees), reach(l / FINE)),
      at,
      input(next) { held = name; edit.set(input(next)); },
      start() { held = name; edit.start(); },
      step: 1,
      signal,
    });
    return handle;
  }

  const along = grip("along", text.along, ([px, py]) => {
    const [x, y] = middle();
    const degrees = Math.atan2(y - py, px - x) * 180 / Math.PI;
    const from = bearing("along");
    return [degrees + 360 * Math.round((from - degrees) / 360), FINE * size(Math.hypot(px - x, py - y))];
  }, ([degrees, l]) => {
    const angle = ((degrees % 180) + 180) % 180;
    ends.along = Math.round((degrees - angle) / 180) % 2 === 0 ? 1 : -1;
    return { angle, log_along: l / FINE };
  });

  // The second grip only stretches, so that what is aligned stays aligned: sideways keys stretch, too.
  const across = grip("across", text.across, ([px, py]) => {
    const [x, y] = middle();
    const [dx, dy] = direction(bearing("across"));
    return [bearing("across"), FINE * size((px - x) * dx + (py - y) * dy)];
  }, ([degrees, l]) => ({ log_across: clamp((l + Math.round(degrees - bearing("across"))) / FINE) }));

  const leaf = knob(text.leaf, { round: 11, kind: "lnx-metric-middle", twoWays: common.point });
  point(leaf.node, {
    value: () => [now().length, now().width],
    range: () => [[2, 10], [1.5, 8.5]],
    pixel: (pair) => field.to(pair),
    at: (pixel) => field.from(pixel),
    input([length, width]) { held = null; edit.set({ length, width }); },
    start() { held = null; edit.start(); },
    step: 0.05,
    leap: 0.5,
    signal,
  });

  return {
    nodes: [along.node, across.node, leaf.node],
    release() { held = null; },
    draw(state, answer) {
      const places = Object.entries({ along, across }).map(([name, handle]) => {
        let way = direction(bearing(name));
        const wanted = reach(state[`log_${name}`]);
        const back = [-way[0], -way[1]];
        if (held !== name && room(way) < wanted && room(back) > room(way) + 8) {
          ends[name] *= -1;
          way = back;
        }
        const place = step(way, Math.min(wanted, room(way)));
        handle.put(...place);
        return place;
      });
      leaf.put(...middle());
      const half = (log) => text.half(fixed(2 ** log, 2));
      speak(along.node, state.angle, [0, 180], `${half(state.log_along)}, ${fixed(state.angle, 0)}°`);
      speak(across.node, Number((2 ** state.log_across).toFixed(2)), [0.18, 5.66], half(state.log_across));
      speak(leaf.node, state.length, [2, 10], text.place(fixed(state.length, 2), fixed(state.width, 2), answer));
      return places;
    },
  };
}
