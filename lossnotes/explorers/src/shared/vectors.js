/**
 * Vectors of the plane: their directions, the angles between them, and how they are drawn on a plot.
 *
 * takes    vectors [x, y]; turns: directions in radians, counterclockwise from the x axis
 * returns  unit(v): [v / |v|, |v|]     between(v, w): the angle of two unit vectors, from 0 to pi
 *          turnOf(v)                   turnTo(a, b): from one turn to another the short way round, -pi to pi
 *          rays(figure): paths on a `plot` with equal scales, around its origin, radii in pixels:
 *            at(turn, radius): [px, py]     arc(turn, by, radius): d     arrow(v, room): d, its head room before v
 */

/** Without a square that vanishes or overflows; a zero vector stays zero. */
export function unit([x, y]) {
  const most = Math.max(Math.abs(x), Math.abs(y));
  if (most === 0) return [[0, 0], 0];
  const length = Math.hypot(x / most, y / most);
  return [[x / most / length, y / most / length], most * length];
}

/** With all its digits near 0 and pi; a zero vector stands at a right angle to all. */
export function between(v, w) {
  const along = v[0] * w[0] + v[1] * w[1];
  const across = Math.abs(v[0] * w[1] - v[1] * w[0]);
  return along === 0 && across === 0 ? Math.PI / 2 : Math.atan2(across, along);
}

export const turnOf = ([x, y]) => Math.atan2(y, x);
export const turnTo = (a, b) => Math.atan2(Math.sin(b - a), Math.cos(b - a));

export function rays(figure) {
  const at = (turn, radius) => {
    const [x, y] = figure.to([0, 0]);
    return [x + radius * Math.cos(turn), y - radius * Math.sin(turn)];
  };
  const say = (turn, radius) => at(turn, radius).map((pixel) => pixel.toFixed(1)).join(" ");
  return {
    at,
    arc: (turn, by, radius) => `M${say(turn, radius)}A${radius} ${radius} 0 ${Math.abs(by) > Math.PI ? 1 : 0} ${by > 0 ? 0 : 1} ${say(turn + by, radius)}`,
    arrow(v, room = 0) {
      const turn = turnOf(v);
      const length = Math.hypot(...v) * (figure.x.to(1) - figure.x.to(0)) - room;
      if (length <= 0) return "";
      // The head lies on a circle around the origin only nearly: at this size nobody sees it.
      const barb = 4.5 / length;
      const head = length > 18 ? `M${say(turn + barb, length - 8)}L${say(turn, length)}L${say(turn - barb, length - 8)}` : "";
      return `M${say(0, 0)}L${say(turn, length)}${head}`;
    },
  };
}
