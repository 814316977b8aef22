/**
 * Contour lines of heights on a grid: marching squares. Pure, no DOM.
 *
 * takes    places: where rows and columns lie (the same both ways)   heights: row by row   level
 * returns  pieces of line, [[x, y], [x, y]] each
 */
export function contour(places, heights, level) {
  const count = places.length;
  const pieces = [];
  const crossing = (i, j) => {
    const [p, q] = [heights[i] - level, heights[j] - level];
    if (p > 0 === q > 0) return null;
    const part = p / (p - q);
    const [x, y] = [places[i % count], places[Math.floor(i / count)]];
    return [x + part * (places[j % count] - x), y + part * (places[Math.floor(j / count)] - y)];
  };
  for (let row = 0; row + 1 < count; row += 1) {
    for (let column = 0; column + 1 < count; column += 1) {
      const i = row * count + column;
      const above = (heights[i] > level) + (heights[i + 1] > level) + (heights[i + count] > level) + (heights[i + count + 1] > level);
      if (above === 0 || above === 4) continue;
      // Round the cell: a convex loss has no saddle, so that the line goes in once and out once.
      const ends = [crossing(i, i + 1), crossing(i + 1, i + count + 1), crossing(i + count + 1, i + count), crossing(i + count, i)].filter(Boolean);
      pieces.push([ends[0], ends[1]]);
    }
  }
  return pieces;
}
