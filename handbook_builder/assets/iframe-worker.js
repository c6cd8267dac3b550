// Lets the search of the theme work when a page is opened from a disk, where browsers start no workers: a hidden frame
// does the work of one. The theme looks for the name IFrameWorker, and for the word in the address of this file. Nothing
// is written into the frame, so that a page may forbid all scripts but those of its own files.
(() => {
  "use strict";

  if (location.protocol !== "file:") return;

  class IFrameWorker extends EventTarget {
    constructor(address) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const world = frame.contentWindow;
      // Without this, some browsers give the frame a new document a moment later.
      world.document.open();
      world.document.close();

      const load = (source) =>
        new Promise((resolve, reject) => {
          const script = world.document.createElement("script");
          script.onload = resolve;
          script.onerror = () => reject(new Error(`${source} cannot be read`));
          script.src = source;
          world.document.documentElement.append(script);
        });
      world.importScripts = async (...sources) => {
        for (const source of sources) await load(source);
      };
      world.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      this.terminate = () => frame.remove();
      this.world = load(String(address)).then(() => world);
    }

    postMessage(data) {
      const copy = structuredClone(data);
      this.world.then((world) => world.dispatchEvent(new MessageEvent("message", { data: copy })));
    }
  }

  window.IFrameWorker = IFrameWorker;
  window.Worker = IFrameWorker;
})();
