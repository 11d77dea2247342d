// A worker's clock: a browser does not slow it down when nobody looks at the tab.

setInterval(() => postMessage(0), 66);
