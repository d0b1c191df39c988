// How a picture lies in its frame: zoom, place, quarter turns. Lengths are
// CSS pixels; the place is the distance of the picture's centre from the
// frame's, and zoom 1 shows the whole picture.

export interface Box {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** A part of a picture, in its pixels from its upper left corner. */
export type Area = Box & Point;

/** Where the pointer is, from the middle of `frame`. */
export function placeIn({ clientX, clientY }: MouseEvent, frame: Element): Point {
  const { left, top, width, height } = frame.getBoundingClientRect();
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
}

export const MAX_ZOOM = 16;
const STEP = 1.25;

export class Transform {
  zoom = $state(1);
  x = $state(0);
  y = $state(0);
  /** Quarter turns clockwise, 0 to 3. */
  turns = $state(0);
  frame = $state.raw<Box>({ width: 0, height: 0 });
  picture = $state.raw<Box>({ width: 0, height: 0 });

  /** Screen pixels for one pixel of the picture at zoom 1. */
  get fit(): number {
    const { width, height } = this.#turned;
    if (width === 0 || height === 0) return 1;
    return Math.min(this.frame.width / width, this.frame.height / height);
  }

  /** The size at which the picture is drawn, before turning. */
  get drawn(): Box {
    const scale = this.fit * this.zoom;
    return { width: this.picture.width * scale, height: this.picture.height * scale };
  }

  get whole(): boolean {
    return this.zoom === 1 && this.x === 0 && this.y === 0;
  }

  /** Zooms by `factor`, keeping what is under `at` (from the frame's centre). */
  zoomBy(factor: number, at: Point = { x: 0, y: 0 }): void {
    const zoom = Math.min(MAX_ZOOM, Math.max(1, this.zoom * factor));
    const real = zoom / this.zoom;
    this.zoom = zoom;
    this.#place(at.x - (at.x - this.x) * real, at.y - (at.y - this.y) * real);
  }

  zoomIn = (): void => this.zoomBy(STEP);
  zoomOut = (): void => this.zoomBy(1 / STEP);

  moveBy(x: number, y: number): void {
    this.#place(this.x + x, this.y + y);
  }

  fitAgain(): void {
    this.zoom = 1;
    this.x = 0;
    this.y = 0;
  }

  turn(quarters: 1 | -1): void {
    this.turns = (this.turns + quarters + 4) % 4;
    this.#place(this.x, this.y);
  }

  /** Where a part of the picture is in the frame, from the frame's upper left. */
  rect(area: Area): Area {
    const scale = this.fit * this.zoom;
    const centre = this.#offset(area);
    const [width, height] =
      this.turns % 2 === 0 ? [area.width, area.height] : [area.height, area.width];
    return {
      x: this.frame.width / 2 + this.x + (centre.x - width / 2) * scale,
      y: this.frame.height / 2 + this.y + (centre.y - height / 2) * scale,
      width: width * scale,
      height: height * scale,
    };
  }

  /** The part of the picture that the frame shows, in whole pixels. */
  get visible(): Area {
    const scale = this.fit * this.zoom;
    const [across, down] = [this.frame.width / scale, this.frame.height / scale];
    const [width, height] = this.turns % 2 === 0 ? [across, down] : [down, across];
    const centre = this.#unturned({ x: -this.x / scale, y: -this.y / scale });
    const span = (middle: number, length: number, whole: number): [number, number] => {
      const from = Math.max(0, Math.round(whole / 2 + middle - length / 2));
      const to = Math.min(whole, Math.round(whole / 2 + middle + length / 2));
      return [from, Math.max(1, to - from)];
    };
    const [x, w] = span(centre.x, width, this.picture.width);
    const [y, h] = span(centre.y, height, this.picture.height);
    return { x, y, width: w, height: h };
  }

  /** Moves a part of the picture to the middle, unless all of it is in sight. */
  reveal(area: Area): void {
    const { x, y, width, height } = this.rect(area);
    const inSight =
      x >= 0 && y >= 0 && x + width <= this.frame.width && y + height <= this.frame.height;
    if (inSight) return;
    const scale = this.fit * this.zoom;
    const centre = this.#offset(area);
    this.#place(-centre.x * scale, -centre.y * scale);
  }

  /** From the centre of the picture to that of a part of it, as the picture is
   * turned, in pixels of the picture. */
  #offset(area: Area): Point {
    const x = area.x + area.width / 2 - this.picture.width / 2;
    const y = area.y + area.height / 2 - this.picture.height / 2;
    switch (this.turns) {
      case 1:
        return { x: -y, y: x };
      case 2:
        return { x: -x, y: -y };
      case 3:
        return { x: y, y: -x };
      default:
        return { x, y };
    }
  }

  /** A distance in the frame as one in the picture before turning. */
  #unturned({ x, y }: Point): Point {
    switch (this.turns) {
      case 1:
        return { x: y, y: -x };
      case 2:
        return { x: -x, y: -y };
      case 3:
        return { x: -y, y: x };
      default:
        return { x, y };
    }
  }

  /** Keeps the picture in reach: it never leaves its frame. */
  #place(x: number, y: number): void {
    const { width, height } = this.#turned;
    const scale = this.fit * this.zoom;
    const roomX = Math.max(0, (width * scale - this.frame.width) / 2);
    const roomY = Math.max(0, (height * scale - this.frame.height) / 2);
    this.x = Math.min(roomX, Math.max(-roomX, x));
    this.y = Math.min(roomY, Math.max(-roomY, y));
  }

  get #turned(): Box {
    const { width, height } = this.picture;
    return this.turns % 2 === 0 ? { width, height } : { width: height, height: width };
  }
}
