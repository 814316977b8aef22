// Runs before the first paint: what is far on a long page waits (see fresh.js), and the reader's own choice of
// light or dark holds, so that nothing flashes.
import { fresh } from "./fresh.js";

fresh();
{
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("lossnotes-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage may be closed to a page; the system's choice then stands.
  }
}
