// What makes the pages quicker to use; without it every link and form still works.

import { articling } from "./article.js";
import { copying } from "./copying.js";
import { curving } from "./curve.js";
import { drawing } from "./drawer.js";
import { reading } from "./reading.js";
import { reviewing } from "./reviewing.js";
import { turning } from "./turning.js";

document.documentElement.dataset.alive = "";
turning();
drawing();
curving();
articling();
copying();
reviewing();
reading();
