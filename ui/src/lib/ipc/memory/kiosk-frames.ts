// Draws what the scripted kiosk's cameras see, as the real ones deliver it.

import type { KioskScreen, PreviewSource } from '../bindings';
import { cardScene, faceScene, selfieWithDocument } from './artwork';
import { inconsistent as customer } from './people';

const WIDTH = 1280;
const HEIGHT = 720;
const FRAME_MS = 50;
const CARD = { width: 760, height: 480 };

/** Hands on frames of `source` until the answer is called; where nothing
 * `moves`, they are all the same. */
export function frames(
  source: PreviewSource,
  screen: () => KioskScreen,
  onframe: (frame: ArrayBuffer) => void,
  moves: boolean,
): () => void {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const paint = canvas.getContext('2d');
  if (paint === null) return () => undefined;
  const pictures = new Map<string, HTMLImageElement>();
  const picture = (address: string): HTMLImageElement => {
    const known = pictures.get(address) ?? Object.assign(new Image(), { src: address });
    pictures.set(address, known);
    return known;
  };
  let sequence = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const at = moves ? now : 0;
    if (source === 'document') drawDesk(paint, picture(cardOf(screen())), at);
    else drawFace(paint, picture(faceOf(screen())), at);
    sequence += 1;
    canvas.toBlob(
      (blob) => void withHeader(sequence, Date.now(), blob).then(onframe),
      'image/jpeg',
      0.8,
    );
  }, FRAME_MS);
  return () => clearInterval(timer);
}

/** The corners of the card at `at`, in parts of the picture. */
export function cornersAt(at: number): [number, number][] {
  const { x, y, turn } = place(at);
  const corners: [number, number][] = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ];
  return corners.map(([across, down]) => {
    const dx = (across * CARD.width) / 2;
    const dy = (down * CARD.height) / 2;
    return [
      (x + dx * Math.cos(turn) - dy * Math.sin(turn)) / WIDTH,
      (y + dx * Math.sin(turn) + dy * Math.cos(turn)) / HEIGHT,
    ];
  });
}

const place = (at: number) => ({
  x: WIDTH / 2 + 7 * Math.sin(at / 1700),
  y: HEIGHT / 2 + 5 * Math.cos(at / 1300),
  turn: 0.012 * Math.sin(at / 2100),
});

function cardOf(screen: KioskScreen): string {
  const piece = screen.kind === 'capture' ? screen.piece : 'documentFront';
  const side = piece.startsWith('health') ? 'health' : piece === 'documentRear' ? 'rear' : 'front';
  return cardScene(customer, side);
}

const faceOf = (screen: KioskScreen): string =>
  screen.kind === 'capture' && screen.piece === 'selfie'
    ? selfieWithDocument(customer)
    : faceScene(customer);

function drawDesk(paint: CanvasRenderingContext2D, card: HTMLImageElement, at: number): void {
  const ground = paint.createLinearGradient(0, 0, WIDTH, HEIGHT);
  ground.addColorStop(0, '#5a4a3d');
  ground.addColorStop(1, '#3d322a');
  paint.fillStyle = ground;
  paint.fillRect(0, 0, WIDTH, HEIGHT);
  if (!card.complete) return;
  const { x, y, turn } = place(at);
  paint.save();
  paint.translate(x, y);
  paint.rotate(turn);
  paint.shadowColor = 'rgb(0 0 0 / 0.5)';
  paint.shadowBlur = 30;
  paint.shadowOffsetY = 10;
  paint.drawImage(card, -CARD.width / 2, -CARD.height / 2, CARD.width, CARD.height);
  paint.restore();
  const shineX = x + 150 + 60 * Math.sin(at / 900);
  const shine = paint.createRadialGradient(shineX, y - 90, 0, shineX, y - 90, 150);
  shine.addColorStop(0, 'rgb(255 255 255 / 0.55)');
  shine.addColorStop(1, 'rgb(255 255 255 / 0)');
  paint.fillStyle = shine;
  paint.fillRect(0, 0, WIDTH, HEIGHT);
}

function drawFace(paint: CanvasRenderingContext2D, face: HTMLImageElement, at: number): void {
  paint.fillStyle = '#8b939b';
  paint.fillRect(0, 0, WIDTH, HEIGHT);
  if (!face.complete) return;
  const sway = 10 * Math.sin(at / 1500);
  paint.drawImage(face, sway - 20, 4 * Math.cos(at / 1100) - 12, WIDTH + 40, HEIGHT + 24);
}

async function withHeader(sequence: number, at: number, jpeg: Blob | null): Promise<ArrayBuffer> {
  const bytes = new Uint8Array((await jpeg?.arrayBuffer()) ?? new ArrayBuffer(0));
  const frame = new Uint8Array(8 + bytes.length);
  const header = new DataView(frame.buffer);
  header.setUint32(0, sequence, true);
  header.setUint32(4, at, true);
  frame.set(bytes, 8);
  return frame.buffer;
}
