// Portrait and selfie over each other: how the selfie lies on the portrait,
// and how much of it is seen. Lengths are CSS pixels, from the middle of the
// frame; angles are degrees clockwise.

import type { Box, Point } from './transform.svelte';

/** How one face gives way to the other: along an edge, or all over. */
export const LOOKS = ['wipe', 'blend'] as const;
export type Look = (typeof LOOKS)[number];

export const MAX_SCALE = 12;
const MIN_SCALE = 0.2;

/** Two eyes, the one that is left in the picture first. */
export type Eyes = readonly [Point, Point];

/** How the selfie is laid over the portrait: about its own middle it is scaled
 * and turned, then moved. */
export interface Lay extends Point {
  scale: number;
  angle: number;
}

const AS_IT_CAME: Lay = { x: 0, y: 0, scale: 1, angle: 0 };

export class Overlay {
  lay = $state.raw<Lay>(AS_IT_CAME);
  look = $state<Look>('wipe');
  /** How much of the selfie is seen, 0 to 100. */
  share = $state(50);
  /** The eyes pointed out so far, while the faces are being aligned. */
  eyes = $state.raw<Point[]>();
  #before = 50;

  /** What to point at next: an eye of the portrait, then of the selfie. */
  get asks(): 'portrait' | 'selfie' | undefined {
    if (this.eyes === undefined) return undefined;
    return this.eyes.length < 2 ? 'portrait' : 'selfie';
  }

  get aligned(): boolean {
    return this.lay !== AS_IT_CAME;
  }

  askForEyes(): void {
    this.lay = AS_IT_CAME;
    this.eyes = [];
  }

  stopAsking(): void {
    this.eyes = undefined;
  }

  /** Takes an eye; with the fourth the selfie is laid over the portrait. */
  takeEye(at: Point): void {
    if (this.eyes === undefined) return;
    const [a, b, c, d] = (this.eyes = [...this.eyes, at]);
    if (a === undefined || b === undefined || c === undefined || d === undefined) return;
    this.lay = align(inOrder(a, b), inOrder(c, d));
    this.eyes = undefined;
  }

  moveBy(x: number, y: number): void {
    this.lay = { ...this.lay, x: this.lay.x + x, y: this.lay.y + y };
  }

  /** Scales the selfie about `at`. */
  scaleBy(factor: number, at: Point = { x: 0, y: 0 }): void {
    const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, this.lay.scale * factor));
    const real = scale / this.lay.scale;
    const x = at.x - (at.x - this.lay.x) * real;
    const y = at.y - (at.y - this.lay.y) * real;
    this.lay = { ...this.lay, scale, x, y };
  }

  turnBy(degrees: number): void {
    this.lay = { ...this.lay, angle: this.lay.angle + degrees };
  }

  /** The selfie alone, then the portrait alone, then both as before. */
  flip = (): void => {
    if (this.share === 100) {
      this.share = 0;
    } else if (this.share === 0) {
      this.share = this.#before;
    } else {
      this.#before = this.share;
      this.share = 100;
    }
  };

  reset = (): void => {
    this.lay = AS_IT_CAME;
    this.eyes = undefined;
    this.share = 50;
    this.#before = 50;
  };
}

/** The lay that brings the eyes of the selfie onto those of the portrait. */
export function align([a, b]: Eyes, [c, d]: Eyes): Lay {
  const wanted = { x: b.x - a.x, y: b.y - a.y };
  const is = { x: d.x - c.x, y: d.y - c.y };
  const length = Math.hypot(is.x, is.y);
  if (length === 0) return AS_IT_CAME;
  const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, Math.hypot(wanted.x, wanted.y) / length));
  const turn = Math.atan2(wanted.y, wanted.x) - Math.atan2(is.y, is.x);
  const [cos, sin] = [Math.cos(turn) * scale, Math.sin(turn) * scale];
  const middle = { x: (c.x + d.x) / 2, y: (c.y + d.y) / 2 };
  return {
    x: (a.x + b.x) / 2 - (middle.x * cos - middle.y * sin),
    y: (a.y + b.y) / 2 - (middle.x * sin + middle.y * cos),
    scale,
    angle: (turn * 180) / Math.PI,
  };
}

/** The size at which a picture fits its frame. */
export function fitted(picture: Box, frame: Box): Box {
  if (picture.width === 0 || picture.height === 0) return { width: 0, height: 0 };
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}

const inOrder = (a: Point, b: Point): Eyes => (a.x <= b.x ? [a, b] : [b, a]);
