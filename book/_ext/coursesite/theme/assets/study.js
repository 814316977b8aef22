// Self-study: the box with the reader's record, and the review cards. A plain deferred script, so that it also runs
// from file://.
import { mountBox } from "./record/box.js";
import { mountReview } from "./review/panel.js";

for (const place of document.querySelectorAll(".study-record")) mountBox(place);
const panels = [...document.querySelectorAll(".review")];
if (panels.length) mountReview(panels);
