/**
 * What the parts of the picture share: a rectangle's place, and as many things of a kind as there are symbols.
 *
 * takes    put: an SVG rect, its left upper corner, width and height in pixels; as style, which browsers can ease,
 *          where attributes could not     several: make(i), which is called once for each place
 * returns  several: (count) -> the first `count` things
 */
export function several(make) {
  const made = [];
  return (count) => {
    while (made.length < count) made.push(make(made.length));
    return made.slice(0, count);
  };
}

export function put(rect, x, y, width, height) {
  const { style } = rect;
  style.x = `${x.toFixed(2)}px`;
  style.y = `${y.toFixed(2)}px`;
  style.width = `${Math.max(0, width).toFixed(2)}px`;
  style.height = `${Math.max(0, height).toFixed(2)}px`;
}
