// The two frames side by side: what each shows, and how it is looked at.

import type { EvidenceKind, EvidenceView } from '$lib/ipc';
import { Overlay } from './overlay.svelte';
import { Transform, type Area, type Point } from './transform.svelte';

export type Side = 'left' | 'right';

/** How far one press of a key moves. */
const LOOK_PX = 60;
/** The same while faces are laid over each other, where little is much. */
const LAY_PX = 2;
const LAY_STEP = 1.02;
const LAY_DEGREES = 1;

export class Stage {
  readonly transforms: Record<Side, Transform> = {
    left: new Transform(),
    right: new Transform(),
  };
  /** How the two faces lie over each other, while they are compared. */
  readonly overlay = new Overlay();
  pieces = $state.raw<EvidenceView[]>([]);
  shown = $state<Record<Side, string | undefined>>({ left: undefined, right: undefined });
  /** The frame that keys and tools act on. */
  focus = $state<Side>('left');
  /** Both frames zoom and move together. */
  linked = $state(true);
  /** One frame alone on the stage. */
  alone = $state<Side>();
  /** Portrait and selfie lie over each other instead. */
  comparing = $state(false);
  /** A lens follows the pointer. */
  magnifying = $state(false);
  /** The piece that was chosen last, of whatever kind. */
  current = $state<string>();
  /** Contrast and brightness are being set. */
  adjusting = $state(false);
  contrast = $state(100);
  brightness = $state(100);
  gray = $state(false);
  inverted = $state(false);
  #case: string | undefined;

  /** The CSS filter of both frames. */
  get filter(): string {
    const parts: string[] = [];
    if (this.brightness !== 100) parts.push(`brightness(${this.brightness}%)`);
    if (this.contrast !== 100) parts.push(`contrast(${this.contrast}%)`);
    if (this.gray) parts.push('grayscale(1)');
    if (this.inverted) parts.push('invert(1)');
    return parts.length === 0 ? 'none' : parts.join(' ');
  }

  get adjusted(): boolean {
    return this.filter !== 'none';
  }

  piece(side: Side): EvidenceView | undefined {
    return this.pieces.find(({ id }) => id === this.shown[side]);
  }

  get video(): EvidenceView | undefined {
    return this.pieces.find(({ kind }) => kind === 'video');
  }

  /** Takes the evidence of a case; another case starts with a clean stage. */
  load(caseId: string, evidence: EvidenceView[]): void {
    const before = this.pieces;
    this.pieces = evidence.filter(({ kind }) => kind !== 'declaration' && kind !== 'contract');
    if (this.#case === caseId) return this.#replace(before);
    this.#case = caseId;
    const first = (...kinds: EvidenceKind[]) =>
      kinds.map((kind) => this.pieces.find((piece) => piece.kind === kind)).find(Boolean)?.id;
    this.shown = {
      left: first('documentFront', 'documentRear', 'documentPhoto', 'healthCardFront'),
      right: first('selfie', 'documentPhoto'),
    };
    this.current = this.shown.left;
    this.focus = 'left';
    this.alone = undefined;
    this.comparing = false;
    this.overlay.reset();
    this.restore();
    this.plain();
  }

  /** Shows a piece where it belongs: documents left, the face right. */
  show(id: string): void {
    const piece = this.pieces.find((candidate) => candidate.id === id);
    if (piece === undefined) return;
    this.current = id;
    const side = sideOf(piece.kind);
    if (side === undefined) return;
    this.comparing = false;
    if (this.shown[side] !== id) reset(this.transforms[side]);
    this.shown[side] = id;
    this.focus = side;
    if (this.alone !== undefined) this.alone = side;
  }

  /** Goes on to the next piece, or back. */
  step(by: 1 | -1): void {
    const at = this.pieces.findIndex(({ id }) => id === this.current);
    const next = this.pieces[(at + by + this.pieces.length) % this.pieces.length];
    if (next !== undefined) this.show(next.id);
  }

  zoomBy(side: Side, factor: number, at?: Point): void {
    this.focus = side;
    // The other frame zooms about its own centre: its face is not where this one's is.
    for (const each of this.#together(side)) {
      this.transforms[each].zoomBy(factor, each === side ? at : undefined);
    }
  }

  moveBy(side: Side, x: number, y: number): void {
    for (const each of this.#together(side)) this.transforms[each].moveBy(x, y);
  }

  /** Shows a part of a piece, where it is a picture. */
  reveal(id: string, area: Area): void {
    this.show(id);
    const side = this.shown.left === id ? 'left' : this.shown.right === id ? 'right' : undefined;
    if (side !== undefined) this.transforms[side].reveal(area);
  }

  /** Looks further to one side: the picture moves the other way. */
  look(right: number, down: number): void {
    if (this.comparing) this.overlay.moveBy(right * LAY_PX, down * LAY_PX);
    else this.moveBy(this.focus, -right * LOOK_PX, -down * LOOK_PX);
  }

  get zoom(): number {
    return this.comparing ? this.overlay.lay.scale : this.transforms[this.focus].zoom;
  }

  zoomIn = (): void =>
    this.comparing ? this.overlay.scaleBy(LAY_STEP) : this.#each((transform) => transform.zoomIn());
  zoomOut = (): void =>
    this.comparing
      ? this.overlay.scaleBy(1 / LAY_STEP)
      : this.#each((transform) => transform.zoomOut());
  fit = (): void =>
    this.comparing ? this.overlay.reset() : this.#each((transform) => transform.fitAgain());
  turn = (by: 1 | -1): void =>
    this.comparing ? this.overlay.turnBy(by * LAY_DEGREES) : this.transforms[this.focus].turn(by);

  enlarge(side: Side): void {
    this.focus = side;
    this.comparing = false;
    this.alone = this.alone === side ? undefined : side;
  }

  /** Both frames as they came. */
  restore(): void {
    for (const transform of Object.values(this.transforms)) reset(transform);
  }

  /** Pictures as they came: no filter. */
  plain(): void {
    this.contrast = 100;
    this.brightness = 100;
    this.gray = false;
    this.inverted = false;
  }

  /** A piece that was captured anew is shown where the one before it was. */
  #replace(before: EvidenceView[]): void {
    const follow = (id: string | undefined): string | undefined => {
      if (id === undefined || this.pieces.some((piece) => piece.id === id)) return id;
      const kind = before.find((piece) => piece.id === id)?.kind;
      return this.pieces.find((piece) => piece.kind === kind)?.id;
    };
    this.shown = { left: follow(this.shown.left), right: follow(this.shown.right) };
    this.current = follow(this.current);
  }

  #each(act: (transform: Transform) => void): void {
    for (const side of this.#together(this.focus)) act(this.transforms[side]);
  }

  #together(side: Side): Side[] {
    return this.linked ? ['left', 'right'] : [side];
  }
}

function reset(transform: Transform): void {
  transform.turns = 0;
  transform.fitAgain();
}

function sideOf(kind: EvidenceKind): Side | undefined {
  switch (kind) {
    case 'documentFront':
    case 'documentRear':
    case 'documentPhoto':
    case 'healthCardFront':
    case 'healthCardRear':
      return 'left';
    // Beside the document or the portrait that it is compared with.
    case 'selfie':
    case 'snapshot':
      return 'right';
    case 'video':
    case 'declaration':
    case 'contract':
      return undefined;
  }
}
