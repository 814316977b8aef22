/**
 * Motion that runs on its own, frame by frame, and stops with the figure; a hidden page gets no frames.
 *
 * takes    frame(seconds since the last one) -> false to stop; signal
 * returns  { start(), stop(), running() }
 */
export function player(frame, signal) {
  let handle = 0;
  let last = 0;
  const step = (now) => {
    const seconds = Math.min(0.1, (now - last) / 1000);
    last = now;
    handle = frame(seconds) === false ? 0 : requestAnimationFrame(step);
  };
  const stop = () => { cancelAnimationFrame(handle); handle = 0; };
  signal.addEventListener("abort", stop);
  return {
    start() {
      if (handle || signal.aborted) return;
      last = performance.now();
      handle = requestAnimationFrame(step);
    },
    stop,
    running: () => handle !== 0,
  };
}

/** Whether the reader asked for as little motion as possible: jump to the end instead of playing. */
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
