// Drives the tus-js-client that others use; prints a line of JSON for each request and at the end.

const fs = require("node:fs");
const { createRequire } = require("node:module");

const { file, urls, stopAfter, terminate, ...options } = JSON.parse(process.argv[2]);
const tus = createRequire(`${process.env.TUS_JS_CLIENT}/`)("tus-js-client");
const say = (facts) => fs.writeSync(1, `${JSON.stringify(facts)}\n`);

const upload = new tus.Upload(fs.createReadStream(file), {
  retryDelays: [200, 400, 800, 1600, 3200],
  metadata: { filename: "ร้านค้า.mp4", filetype: "video/mp4" },
  urlStorage: new tus.FileUrlStorage(urls),
  removeFingerprintOnSuccess: true,
  ...options,
  onBeforeRequest: (request) => say({ verb: request.getMethod(), offset: request.getHeader("Upload-Offset") }),
  onChunkComplete: (size, accepted) => {
    if (stopAfter && accepted >= stopAfter) process.kill(process.pid, "SIGKILL");
  },
  onError: (error) => {
    say({ error: String(error) });
    process.exitCode = 1;
  },
  onSuccess: () => say({ url: upload.url }),
});

(async () => {
  if (terminate) {
    await tus.Upload.terminate(terminate, { ...options, onBeforeRequest: () => {} });
    say({ terminated: terminate });
    return;
  }
  const [before] = await upload.findPreviousUploads();
  if (before) upload.resumeFromPreviousUpload(before);
  upload.start();
})();
