// Recording with the microphone: WebM with Opus where the browser can, MP4 (Safari) otherwise.

import { announce } from "./dom.js";

const FORMATS = [
  ["audio/webm;codecs=opus", "webm"], ["audio/mp4", "m4a"], ["audio/ogg;codecs=opus", "ogg"],
];
/** A long turn is two minutes; whoever forgets the recorder fills no disk. */
const MOST_SECONDS = 15 * 60;

/** @param onRecording is given the recording as a File */
export function recorder(box, onRecording) {
  const button = box.querySelector("[data-record]");
  const time = box.querySelector("[data-time]");
  const hint = box.querySelector("[data-recorder-hint]");
  const format = FORMATS.find(([type]) => globalThis.MediaRecorder?.isTypeSupported(type));
  if (!format || !navigator.mediaDevices?.getUserMedia) {
    button.disabled = true;
    hint.textContent = "This browser can't record here. Choose a file instead.";
    return;
  }
  let active = null;

  button.addEventListener("click", () => (active ? active.stop() : start()));

  async function start() {
    button.disabled = true;
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      hint.textContent = "The microphone is not to be had. Allow it for this page, or choose a file instead.";
      announce(hint.textContent);
      return;
    } finally {
      button.disabled = false;
    }
    const parts = [];
    active = new MediaRecorder(stream, { mimeType: format[0] });
    const began = performance.now();
    const timer = setInterval(() => {
      const passed = Math.floor((performance.now() - began) / 1000);
      time.textContent = clock(passed);
      if (passed >= MOST_SECONDS) active?.stop();
    }, 250);
    active.addEventListener("dataavailable", (event) => parts.push(event.data));
    active.addEventListener("stop", () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      active = null;
      show(false);
      onRecording(new File(parts, `recording.${format[1]}`, { type: format[0].split(";")[0] }));
    });
    active.start(1000);
    time.textContent = clock(0);
    show(true);
  }

  function show(isRecording) {
    box.classList.toggle("on", isRecording);
    button.textContent = isRecording ? "Stop recording" : "Record again";
    hint.textContent = isRecording ? "Recording. Speak now." : "Recorded. Listen to it below, or score it.";
    announce(hint.textContent);
  }
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
