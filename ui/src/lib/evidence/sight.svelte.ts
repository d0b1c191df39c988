// How a case is looked at: its pictures, its recording, what was seen in them,
// and what is pointed at, in the evidence or in the review.

import { createContext } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import type {
  AreaView,
  CaseView,
  EvidenceKind,
  EvidenceView,
  SightForm,
  SnapshotView,
  SpotView,
} from '$lib/ipc';
import {
  boxesOf,
  marksOf,
  momentsOf,
  type Boxed,
  type Mark,
  type Moment,
  type Subject,
} from './marks';
import { Player } from './player.svelte';
import { Stage } from './stage.svelte';

/** Two places of the recording closer than this are the same to the keys. */
const SAME_PLACE_S = 0.02;
/** How long a box stays on the recording before and after its moment. */
const SAME_FRAME_S = 0.06;

/** What is done beyond the sight, where there is a desk to do it. */
export interface Hooks {
  /** The boxes were shown or hidden. */
  boxesChanged?(shown: boolean): void;
  /** A piece is wanted in a window of its own. */
  apart?(piece: EvidenceView): void;
  /** The frame of the recording at a time is wanted as a piece of its own. */
  keepFrame?(atMs: number): Promise<boolean>;
  /** Whether it may be kept now. */
  mayKeep?(): boolean;
}

export class Sight {
  readonly hooks: Hooks;
  readonly stage = new Stage();
  /** Every case starts its recording anew. */
  player = $state.raw(new Player());
  marks = $state.raw<Mark[]>([]);
  /** Every box is drawn, not only what is pointed at. */
  boxes = $state(true);
  /** What the pointer or the keyboard is at. */
  pointed = $state.raw<readonly Subject[]>([]);
  /** The line of the review that was asked for from the evidence. */
  wanted = $state.raw<{ subject: Subject }>();
  readonly moments = $derived(momentsOf(this.marks));
  #case: string | undefined;
  #last: { subject: Subject; index: number } | undefined;

  constructor(hooks: Hooks = {}) {
    this.hooks = hooks;
  }

  load(view: Pick<CaseView, 'id' | 'evidence' | 'fields' | 'assessment'>): void {
    this.stage.load(view.id, view.evidence);
    this.marks = marksOf(view);
    if (this.#case === view.id) return;
    this.#case = view.id;
    this.player = new Player();
    this.pointed = [];
    this.wanted = undefined;
    this.#last = undefined;
  }

  /** The boxes on a picture, or on a recording at one of its moments. */
  boxesOn(kind: EvidenceKind, seconds?: number): Boxed[] {
    return boxesOf(
      this.marks.filter(({ spot: { evidence, atMs } }) => {
        if (evidence !== kind) return false;
        if (seconds === undefined || atMs === null) return true;
        return Math.abs(atMs / 1000 - seconds) < SAME_FRAME_S;
      }),
    );
  }

  /** The portrait of the document: a picture of its own, or a part of the front. */
  get portrait(): { piece: EvidenceView; area: AreaView | null } | undefined {
    const own = this.#usable('documentPhoto');
    if (own !== undefined) return { piece: own, area: null };
    const front = this.#usable('documentFront');
    if (front === undefined) return undefined;
    const photo = this.marks.find(
      ({ subject, spot }) => subject === 'feature:photo' && spot.evidence === 'documentFront',
    );
    return { piece: front, area: photo?.spot.area ?? null };
  }

  get selfie(): EvidenceView | undefined {
    return this.#usable('selfie');
  }

  toggleBoxes = (): void => {
    this.boxes = !this.boxes;
    this.hooks.boxesChanged?.(this.boxes);
  };

  /** The piece that keys act on: the recording, where it was chosen last. */
  get chosen(): EvidenceView | undefined {
    const { current, video, focus } = this.stage;
    return video !== undefined && video.id === current ? video : this.stage.piece(focus);
  }

  /** Shows the chosen piece in a window of its own, where it can be shown. */
  get apart(): (() => void) | undefined {
    const { hooks, chosen } = this;
    if (hooks.apart === undefined || chosen?.url == null) return undefined;
    return () => hooks.apart?.(chosen);
  }

  /** Lays portrait and selfie over each other, or side by side again. */
  compare = (): void => {
    const both = this.portrait !== undefined && this.selfie !== undefined;
    this.stage.comparing = both && !this.stage.comparing;
  };

  #usable(kind: EvidenceKind): EvidenceView | undefined {
    return this.stage.pieces.find(
      (piece) => piece.kind === kind && piece.url !== null && piece.problem === null,
    );
  }

  point(...subjects: Subject[]): void {
    this.pointed = subjects;
  }

  /** Whether any of these is pointed at. */
  at(...subjects: Subject[]): boolean {
    return subjects.some((subject) => this.pointed.includes(subject));
  }

  /** Where there is something to see of a line of the review. */
  spotsOf(subject: Subject): SpotView[] {
    return this.marks.filter((mark) => mark.subject === subject).map(({ spot }) => spot);
  }

  /** Shows what was seen of a line of the review; asked again, the next of it. */
  look(subject: Subject, which: 'first' | 'next' = 'next'): void {
    const spots = this.spotsOf(subject);
    const again = which === 'next' && this.#last?.subject === subject;
    const index = again ? ((this.#last?.index ?? -1) + 1) % spots.length : 0;
    const spot = spots[index];
    if (spot === undefined) return;
    this.#last = { subject, index };
    this.point(subject);
    this.show(spot);
  }

  /** Shows one spot of a line of the review. */
  lookAt(subject: Subject, spot: SpotView): void {
    this.#last = undefined;
    this.point(subject);
    this.show(spot);
  }

  /** Shows one spot: the part of a picture, the time of the recording. */
  show({ evidence, area, atMs }: SpotView): void {
    const piece = this.stage.pieces.find(({ kind }) => kind === evidence);
    if (piece === undefined) return;
    if (area === null) this.stage.show(piece.id);
    else this.stage.reveal(piece.id, area);
    if (evidence === 'video' && atMs !== null) this.player.look(atMs / 1000);
  }

  /** Keeps the frame at which the recording stands, and shows it, where that may
   * be done. */
  get keepFrame(): (() => Promise<void>) | undefined {
    const { hooks, instant } = this;
    if (hooks.keepFrame === undefined || hooks.mayKeep?.() !== true) return undefined;
    if (instant === undefined) return undefined;
    return async () => {
      this.player.look(this.player.time);
      const atMs = Math.round(this.player.time * 1000);
      if (await hooks.keepFrame?.(atMs)) this.#showFrame(atMs);
    };
  }

  /** Shows the frame that was kept nearest to a time. */
  #showFrame(atMs: number): void {
    const distance = ({ snapshot }: EvidenceView) => Math.abs((snapshot?.atMs ?? 0) - atMs);
    const [nearest] = this.stage.pieces
      .filter(({ snapshot }) => snapshot?.current === true)
      .sort((one, other) => distance(one) - distance(other));
    if (nearest !== undefined) this.stage.show(nearest.id);
  }

  /** The picture in the frame that is looked at, and what of it is in sight. */
  get picture(): SightForm | undefined {
    const piece = this.stage.piece(this.stage.focus);
    if (piece?.url == null || piece.problem !== null) return undefined;
    if (piece.snapshot !== null) return this.#source(piece.snapshot);
    const transform = this.stage.transforms[this.stage.focus];
    const area = transform.whole || transform.picture.width === 0 ? null : transform.visible;
    return { evidenceId: piece.id, area, atMs: null };
  }

  /** The recording, and where in it the player stands. */
  get instant(): SightForm | undefined {
    const video = this.stage.video;
    if (video?.url == null || video.problem !== null) return undefined;
    return { evidenceId: video.id, area: null, atMs: Math.round(this.player.time * 1000) };
  }

  /** Where in the recording a frame was kept. */
  #source({ current, atMs }: SnapshotView): SightForm | undefined {
    const video = this.stage.video;
    if (!current || video === undefined) return undefined;
    return { evidenceId: video.id, area: null, atMs };
  }

  /** Goes to the next moment of the recording that has a mark, or back. */
  stepMoment(by: 1 | -1): void {
    const { time } = this.player;
    const next =
      by === 1
        ? this.moments.find(({ seconds }) => seconds > time + SAME_PLACE_S)
        : this.moments.findLast(({ seconds }) => seconds < time - SAME_PLACE_S);
    if (next !== undefined) this.showMoment(next);
  }

  showMoment({ seconds, marks }: Moment): void {
    this.point(...marks.map(({ subject }) => subject));
    this.player.look(seconds);
    if (this.stage.video !== undefined) this.stage.show(this.stage.video.id);
  }

  /** Asks the review to bring the line into view that a mark belongs to. */
  want(subject: Subject): void {
    this.point(subject);
    this.wanted = { subject };
  }

  /** What is hovered or focused is pointed at. */
  points(...subjects: Subject[]): Attachment<HTMLElement> {
    return (element) => {
      const point = () => this.point(...subjects);
      const leave = () => {
        if (this.at(...subjects)) this.point();
      };
      const pairs = [
        ['pointerenter', point],
        ['focusin', point],
        ['pointerleave', leave],
        ['focusout', leave],
      ] as const;
      for (const [name, act] of pairs) element.addEventListener(name, act);
      return () => {
        for (const [name, act] of pairs) element.removeEventListener(name, act);
      };
    };
  }

  /** Joins a line of the review to its marks: pointing at one marks the other. */
  joins(subject: Subject): Attachment<HTMLElement> {
    const points = this.points(subject);
    return (line) => {
      $effect(() => void line.toggleAttribute('data-pointed', this.at(subject)));
      $effect(() => {
        if (this.wanted?.subject !== subject) return;
        line.scrollIntoView({ block: 'nearest' });
        const target = line.querySelector<HTMLElement>('button:not(:disabled)');
        target?.focus({ preventScroll: true });
      });
      return points(line);
    };
  }
}

export const [getSight, setSight] = createContext<Sight>();
