// Scripts that a page fetches when they are asked for. Classic ones, since a page opened from a folder may neither
// fetch nor import by an address.

/** Takes an address and data attributes; returns a promise. A script that could not be had leaves no trace. */
export function load(address, data = {}) {
  return new Promise((loaded, failed) => {
    const script = document.createElement("script");
    Object.assign(script.dataset, data);
    script.src = address;
    script.onload = loaded;
    script.onerror = () => {
      script.remove();
      failed(new Error(`cannot load ${script.src}`));
    };
    document.head.append(script);
  });
}
