// The two frames side by side: what each shows, and how it is looked at.

import type { AreaView, EvidenceKind, EvidenceView, SpotView } from '$lib/ipc';
import { Transform, type Point } from './transform.svelte';

export type Side = 'left' | 'right';

export class Stage {
  readonly transforms: Record<Side, Transform> = {
    left: new Transform(),
    right: new Transform(),
  };
  pieces = $state.raw<EvidenceView[]>([]);
  shown = $state<Record<Side, string | undefined>>({ left: undefined, right: undefined });
  /** The frame that keys and tools act on. */
  focus = $state<Side>('left');
  /** Both frames zoom and move together. */
  linked = $state(true);
  /** One frame alone on the stage. */
  alone = $state<Side>();
  /** The piece that was chosen last, of whatever kind. */
  current = $state<string>();
  /** What somebody points at in another pane. */
  pointed = $state.raw<SpotView | null>(null);
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
    this.pieces = evidence.filter(({ kind }) => kind !== 'declaration' && kind !== 'contract');
    if (this.#case === caseId) return;
    this.#case = caseId;
    this.pointed = null;
    const first = (...kinds: EvidenceKind[]) =>
      kinds.map((kind) => this.pieces.find((piece) => piece.kind === kind)).find(Boolean)?.id;
    this.shown = {
      left: first('documentFront', 'documentRear', 'documentPhoto', 'healthCardFront'),
      right: first('selfie', 'documentPhoto'),
    };
    this.current = this.shown.left;
    this.focus = 'left';
    this.alone = undefined;
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
    if (this.shown[side] !== id) reset(this.transforms[side]);
    this.shown[side] = id;
    this.focus = side;
    if (this.alone !== undefined) this.alone = side;
  }

  point = (spot: SpotView | null): void => {
    this.pointed = spot;
  };

  /** Shows the piece in which `spot` is. */
  showSpot = (spot: SpotView): void => {
    const piece = this.pieces.find(({ kind }) => kind === spot.evidence);
    if (piece !== undefined) this.show(piece.id);
  };

  /** What is pointed at in the picture of `side`, in its pixels. */
  marked(side: Side): AreaView | null {
    const spot = this.pointed;
    return spot !== null && this.piece(side)?.kind === spot.evidence ? spot.area : null;
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

  zoomIn = (): void => this.#each((transform) => transform.zoomIn());
  zoomOut = (): void => this.#each((transform) => transform.zoomOut());
  fit = (): void => this.#each((transform) => transform.fitAgain());
  turn = (by: 1 | -1): void => this.transforms[this.focus].turn(by);

  enlarge(side: Side): void {
    this.focus = side;
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
    case 'selfie':
      return 'right';
    case 'video':
    case 'declaration':
    case 'contract':
      return undefined;
  }
}
