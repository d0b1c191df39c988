// Runs the original models in TensorFlow.js on inputs made by formula and
// writes what they give, for the test that compares the converted models.
// See README.md beside this file.
//
//   node make-golden.mjs MODELS_FOLDER OUTPUT_FOLDER

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [models, output] = process.argv.slice(2);
const packages = join(models, 'node_modules', '@vladmandic');
const SAMPLES = 256;

// face-api asks for TensorFlow.js by name; NODE_PATH says where it is.
const require = createRequire(import.meta.url);
const faceapi = require(join(packages, 'face-api', 'dist', 'face-api.node-wasm.js'));
const tf = require('@tensorflow/tfjs');
await tf.setBackend('cpu');
await tf.ready();

/** Value 0 to 255 of colour `c` of the pixel at `x`, `y`. Whole numbers only. */
const patterns = {
  ramp: (x, y, c) => (x * (c + 1) + y * 2 + c * 40) % 256,
  arcs: (x, y, c) => Math.floor((x * x + y * y * (c + 1)) / 97) % 256,
};

function image(side, pattern, scale) {
  const values = new Float32Array(side * side * 3);
  for (let y = 0, i = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let c = 0; c < 3; c++, i++) values[i] = scale(patterns[pattern](x, y, c));
    }
  }
  return tf.tensor4d(values, [1, side, side, 3]);
}

function buffer(file) {
  const bytes = readFileSync(file);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

function summary(tensor) {
  const values = tensor.dataSync();
  const step = Math.max(1, Math.floor(values.length / SAMPLES));
  const samples = [];
  for (let i = 0; i < values.length; i += step) samples.push(Number(values[i].toPrecision(9)));
  let sum = 0;
  for (const value of values) sum += Math.abs(value);
  return { shape: tensor.shape, mean_magnitude: sum / values.length, step, samples };
}

function save(name, cases) {
  const lines = JSON.stringify({ model: name, cases }).replaceAll('],', '],\n').replaceAll('{"shape', '\n{"shape');
  writeFileSync(join(output, `${name}.json`), `${lines}\n`);
}

async function graph(name, file, side, scale) {
  const folder = join(packages, 'human', 'models');
  const json = JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8'));
  const model = new tf.GraphModel({
    load: async () => ({
      modelTopology: json.modelTopology,
      signature: json.signature,
      format: json.format,
      weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
      weightData: buffer(join(folder, json.weightsManifest[0].paths[0])),
    }),
  });
  await model.load();
  const names = ['Identity', 'Identity_1', 'Identity_2', 'Identity_3'].filter((output) =>
    json.modelTopology.node.some((node) => node.name === output),
  );
  const cases = Object.keys(patterns).map((pattern) => ({
    pattern,
    outputs: model.execute(image(side, pattern, scale), names).map(summary),
  }));
  save(name, cases);
}

async function descriptor() {
  const folder = join(packages, 'face-api', 'model');
  const manifest = JSON.parse(
    readFileSync(join(folder, 'face_recognition_model-weights_manifest.json'), 'utf8'),
  );
  const weights = tf.io.decodeWeights(
    buffer(join(folder, manifest[0].paths[0])),
    manifest.flatMap((group) => group.weights),
  );
  const net = new faceapi.FaceRecognitionNet();
  net.loadFromWeightMap(weights);
  const cases = [];
  for (const pattern of Object.keys(patterns)) {
    const result = await net.forward(image(150, pattern, (value) => value));
    cases.push({ pattern, outputs: [summary(result)] });
  }
  save('face-descriptor', cases);
}

await graph('face-detection', 'blazeface', 256, (value) => value / 127.5 - 1);
await graph('face-landmarks', 'facemesh', 192, (value) => value / 255);
await descriptor();
