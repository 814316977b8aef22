// The root page: the remembered edition or the side-by-side view first, then the browser's languages, then the first one.
{
  const { languages, page } = document.currentScript.dataset;
  const known = [...languages.split(" "), "both"];
  const wished = [];
  try {
    wished.push(localStorage.getItem("lossnotes-view"), localStorage.getItem("lossnotes-edition"));
  } catch {
    // Storage may be closed to a page.
  }
  wished.push(...(navigator.languages ?? []).map((name) => name.slice(0, 2)));
  const chosen = wished.find((name) => known.includes(name)) ?? known[0];
  location.replace(`${chosen}/${page}${location.hash}`);
}
