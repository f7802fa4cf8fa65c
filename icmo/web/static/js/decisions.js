// The pages of agreement and of decisions: Ctrl+Z takes the latest step back.

import { messenger, undoByKey } from "./page.js";

undoByKey(messenger(document.getElementById("message")));
