// What a host sends: a test picture that never stands still, with a quiet tone, or the camera and the microphone.

const WIDTH = 640;
const HEIGHT = 360;
const TONE = 220;
const LOUDNESS = 0.01;
const BARS = ['#f5f5f5', '#e7c52e', '#2bb8c4', '#3da35d', '#c4509e', '#d64545', '#3b5bdb'];

export const source = kind => kind === 'camera' ? camera() : testPicture();

async function camera() {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: WIDTH, height: HEIGHT }, audio: true });
  return { stream, end: () => stream.getTracks().forEach(track => track.stop()) };
}

async function testPicture() {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const brush = canvas.getContext('2d');
  paint(brush);
  const stream = canvas.captureStream(0);
  const [picture] = stream.getVideoTracks();
  const clock = new Worker(trusted('/host/clock.js'));
  clock.onmessage = () => {
    paint(brush);
    picture.requestFrame();
  };
  const sound = tone();
  stream.addTrack(sound.track);
  return {
    stream,
    end() {
      clock.terminate();
      sound.end();
      stream.getTracks().forEach(track => track.stop());
    },
  };
}

/** The policy of this page lets nothing become a script's address but this one. */
function trusted(address) {
  policy ??= globalThis.trustedTypes?.createPolicy('clock', { createScriptURL: () => address });
  return policy ? policy.createScriptURL(address) : address;
}
let policy;

function tone() {
  const audio = new AudioContext();
  const wave = new OscillatorNode(audio, { frequency: TONE });
  const quiet = new GainNode(audio, { gain: LOUDNESS });
  const out = new MediaStreamAudioDestinationNode(audio, { channelCount: 1 });
  wave.connect(quiet).connect(out);
  wave.start();
  return { track: out.stream.getAudioTracks()[0], end: () => audio.close() };
}

function paint(brush) {
  const now = new Date();
  const width = WIDTH / BARS.length;
  BARS.forEach((colour, index) => {
    brush.fillStyle = colour;
    brush.fillRect(index * width, 0, width + 1, HEIGHT);
  });
  brush.fillStyle = '#101722';
  brush.fillRect(0, HEIGHT * 0.62, WIDTH, HEIGHT * 0.38);
  const turn = now.getTime() / 2000 % 1;
  brush.fillStyle = '#ffffff';
  brush.beginPath();
  brush.arc(40 + turn * (WIDTH - 80), HEIGHT * 0.31 - Math.sin(turn * Math.PI) * 60, 26, 0, 2 * Math.PI);
  brush.fill();
  brush.font = '600 54px system-ui, "DejaVu Sans", sans-serif';
  brush.textBaseline = 'middle';
  brush.textAlign = 'center';
  brush.fillText(`${now.toTimeString().slice(0, 8)}.${Math.floor(now.getMilliseconds() / 100)}`, WIDTH / 2, HEIGHT * 0.81);
}
