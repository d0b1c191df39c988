// The case on the desk: opened, claimed, reviewed, decided.

import type {
  Answered,
  ApiError,
  AskAgainForm,
  Backend,
  CaseView,
  ChecklistForm,
  DocumentsView,
  EvidenceView,
  ExportImages,
  HandOverReason,
  FieldAnswer,
  FieldName,
  Language,
  PieceReasonView,
  ProgressView,
  RefusalReasonView,
  RefuseForm,
  StampView,
} from '$lib/ipc';
import { alike } from '$lib/format/differences';
import { Drafts } from './drafts.svelte';
import type { Notices } from './notices.svelte';

/** What lies over the desk. */
export type Sheet = 'refusal' | 'askAgain' | 'hold' | 'documents' | 'takeOver' | 'handOver' | null;

/** The parts of the review. */
export type Pane = 'review' | 'checklist' | 'notes' | 'duplicates' | 'timeline';

/** Something that was to be done with a case. */
export type Wanted =
  | 'review'
  | 'keepFrame'
  | 'checklist'
  | 'note'
  | 'hold'
  | 'resume'
  | 'validate'
  | 'refuse'
  | 'askAgain'
  | 'approve'
  | 'keep';

/** What could not be done because the case is another by now. */
export interface Conflict {
  wanted: Wanted;
  error: ApiError;
  /** The case as it was when it was tried. */
  seen: CaseView;
}

/** What a case that has changed answers with. */
const CHANGED: readonly ApiError['code'][] = [
  'stale',
  'leaseLost',
  'claimedByOther',
  'claimLost',
  'wrongState',
];

interface Stamped {
  caseId: string;
  stamp: StampView;
}

export class Review {
  view = $state.raw<CaseView>();
  failure = $state.raw<ApiError>();
  /** The case that was asked for, from the first moment. */
  selected = $state<string>();
  busy = $state(false);
  /** The part of the review that is shown. */
  pane = $state<Pane>('review');
  conflict = $state.raw<Conflict>();
  documents = $state.raw<DocumentsView>();
  documentsFailure = $state.raw<ApiError>();
  reasons = $state.raw<RefusalReasonView[]>([]);
  pieceReasons = $state.raw<PieceReasonView[]>([]);
  readonly drafts: Drafts;
  /** A piece of the case is in the second window. */
  #apart = false;
  #loading = false;
  #sheet = $state<Sheet>(null);
  /** The case as it was when the sheet over it was opened. */
  #opened: CaseView | undefined;
  readonly #backend: Backend;
  readonly #notices: Notices;

  constructor(backend: Backend, notices: Notices) {
    this.#backend = backend;
    this.#notices = notices;
    this.drafts = new Drafts(backend);
  }

  async open(caseId: string): Promise<void> {
    if (caseId !== this.selected) this.#reset(caseId);
    const answer = await this.#backend.openCase(caseId);
    if (this.selected !== caseId) return;
    if (answer.status === 'ok') this.#show(answer.data);
    else this.failure = answer.error;
  }

  /** Claims the oldest case nobody has, and opens it. */
  async next(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const answer = await this.#backend.nextCase();
    this.busy = false;
    if (answer.status === 'error') return this.#notices.failed(answer.error);
    if (answer.data === null) return this.#notices.add({ kind: 'queueEmpty' });
    this.#reset(answer.data.id);
    this.#show(answer.data);
  }

  close(): void {
    this.#reset(undefined);
    this.drafts.clear();
  }

  async changed(caseId: string): Promise<void> {
    if (this.selected !== caseId || this.view === undefined) return;
    const answer = await this.#backend.refreshCase(caseId);
    if (answer.status === 'ok' && this.selected === caseId) this.#show(answer.data);
  }

  progressed(caseId: string, progress: ProgressView): void {
    if (this.view?.id !== caseId || this.view.assessment.kind === 'done') return;
    this.view = { ...this.view, assessment: { kind: 'running', progress } };
  }

  claim = () => this.#act((id) => this.#backend.claimCase(id));
  release = () => this.#act((id) => this.#backend.releaseCase(id));

  async hold(note: string): Promise<void> {
    if (await this.#stamped('hold', (form) => this.#backend.holdCase({ ...form, note }))) {
      this.sheet = null;
    }
  }
  resume = () => this.#stamped('resume', (form) => this.#backend.resumeCase(form));

  async takeOver(reason: HandOverReason): Promise<void> {
    if (await this.#act((caseId) => this.#backend.takeOverCase({ caseId, reason }))) {
      this.sheet = null;
    }
  }

  async handOver(to: string, reason: HandOverReason): Promise<void> {
    if (await this.#act((caseId) => this.#backend.handOverCase({ caseId, to, reason }))) {
      this.sheet = null;
    }
  }

  /** A sign of life for the case on the desk, where it is this operator's. */
  async keepLease(): Promise<void> {
    const view = this.view;
    if (view?.stamp == null || this.conflict !== undefined) return;
    const answer = await this.#backend.keepLease({ caseId: view.id, lease: view.stamp.lease });
    if (answer.status === 'error' && this.view?.id === view.id) {
      await this.#changed('keep', answer.error, view);
    }
  }

  get sheet(): Sheet {
    return this.#sheet;
  }

  set sheet(next: Sheet) {
    if (this.#sheet === null) this.#opened = this.view;
    this.#sheet = next;
  }

  /** Goes on after a conflict, with the case as it is now. */
  settle(): void {
    this.conflict = undefined;
  }

  answer = (field: FieldName, answer: FieldAnswer) =>
    this.#stamped('review', (form) => this.#backend.reviewField({ ...form, field, answer }));

  answerItem = (answer: Omit<ChecklistForm, 'caseId' | 'stamp'>) =>
    this.#stamped('checklist', (form) => this.#backend.answerChecklist({ ...form, ...answer }));

  keepFrame = (atMs: number) =>
    this.#stamped('keepFrame', (form) => this.#backend.keepSnapshot({ ...form, atMs }));

  queryRegister = () => this.#stamped('checklist', (form) => this.#backend.queryRegister(form));

  async openReference(): Promise<void> {
    if (this.selected === undefined) return;
    const answer = await this.#backend.openReference(this.selected);
    if (answer.status === 'error') this.#notices.failed(answer.error);
  }

  /** The fields where declaration and every reading agree, not reviewed yet. */
  get agreeing(): FieldName[] {
    return (this.view?.fields ?? [])
      .filter(({ review, declared, read, differences }) => {
        const agrees = read.length > 0 && read.every(({ value }) => alike(value, declared ?? ''));
        return review === 'notReviewed' && differences.length === 0 && agrees;
      })
      .map(({ name }) => name);
  }

  async approveAgreeing(): Promise<void> {
    for (const name of this.agreeing) {
      const field = this.view?.fields.find((candidate) => candidate.name === name);
      if (field?.declared == null) continue;
      if (!(await this.answer(name, { kind: 'approve', value: field.declared }))) return;
    }
  }

  async addNote(): Promise<void> {
    const id = this.selected;
    const text = id === undefined ? '' : (this.drafts.texts[id] ?? '').trim();
    if (id === undefined || text === '') return;
    this.drafts.stop();
    if (await this.#stamped('note', (form) => this.#backend.addNote({ ...form, text }))) {
      this.drafts.texts[id] = '';
    } else {
      await this.#backend.keepDraft({ caseId: id, note: text });
    }
  }

  async openRefusal(): Promise<void> {
    if (this.reasons.length === 0) {
      const answer = await this.#backend.refusalReasons();
      if (answer.status === 'error') return this.#notices.failed(answer.error);
      this.reasons = answer.data;
    }
    this.sheet = 'refusal';
  }

  refuse = (form: Omit<RefuseForm, 'caseId' | 'stamp'>) =>
    this.#decide('refuse', (stamped) => this.#backend.refuseCase({ ...stamped, ...form }));

  async openAskAgain(): Promise<void> {
    if (this.pieceReasons.length === 0) {
      const answer = await this.#backend.pieceReasons();
      if (answer.status === 'error') return this.#notices.failed(answer.error);
      this.pieceReasons = answer.data;
    }
    this.sheet = 'askAgain';
  }

  askAgain = (form: Omit<AskAgainForm, 'caseId' | 'stamp'>) =>
    this.#decide('askAgain', (stamped) => this.#backend.askAgain({ ...stamped, ...form }));

  async validate(): Promise<void> {
    if (await this.#stamped('validate', (form) => this.#backend.validateCase(form))) {
      await this.openDocuments();
    }
  }

  /** Shows declaration and contract, as soon as they can be had: before, the
   * validation has to reach the central API. */
  async openDocuments(): Promise<void> {
    if (this.selected === undefined) return;
    if (this.view?.actions.documents === 'secondOperator') return;
    this.sheet = 'documents';
    this.documentsFailure = undefined;
    await this.#loadDocuments();
  }

  async #loadDocuments(): Promise<void> {
    const id = this.selected;
    if (id === undefined || this.#loading || this.view?.actions.documents !== null) return;
    this.#loading = true;
    const answer = await this.#backend.loadDocuments(id);
    this.#loading = false;
    if (this.selected !== id) return;
    if (answer.status === 'ok') this.documents = answer.data;
    else this.documentsFailure = answer.error;
    await this.changed(id);
  }

  approve = () => this.#decide('approve', (form) => this.#backend.approveCase(form));

  async undo(caseId: string): Promise<void> {
    const answer = await this.#backend.undoDecision(caseId);
    if (answer.status === 'error') return this.#notices.failed(answer.error);
    this.#reset(caseId);
    this.#show(answer.data);
  }

  /** Shows a piece of evidence in the second window. */
  async showApart(evidenceId: string): Promise<void> {
    const caseId = this.selected;
    if (caseId === undefined) return;
    this.#apart = true;
    const answer = await this.#backend.openSecondWindow({ caseId, evidenceId });
    if (answer.status === 'error') this.#notices.failed(answer.error);
  }

  async exportArchive(images: ExportImages): Promise<void> {
    if (this.selected === undefined) return;
    this.busy = true;
    const answer = await this.#backend.exportArchive({ caseId: this.selected, images });
    this.busy = false;
    if (answer.status === 'error') this.#notices.failed(answer.error);
    else if (answer.data.kind === 'saved') {
      this.#notices.add({ kind: 'exported', path: answer.data.path });
    }
    if (this.selected !== undefined) await this.changed(this.selected);
  }

  async printTimeline(language: Language): Promise<void> {
    const id = this.selected;
    if (id === undefined || this.busy) return;
    this.busy = true;
    const answer = await this.#backend.printTimeline(id, language);
    this.busy = false;
    if (answer.status === 'error') this.#notices.failed(answer.error);
    else if (answer.data.kind === 'saved') {
      this.#notices.add({ kind: 'saved', path: answer.data.path });
      await this.changed(id);
    }
  }

  /** Refuses, approves or asks again: the way back stays open for a while, and the next
   * case comes to the desk. */
  async #decide(wanted: Wanted, action: (form: Stamped) => Answered<CaseView>): Promise<boolean> {
    const id = this.selected;
    if (!(await this.#stamped(wanted, action)) || id === undefined) return false;
    this.sheet = null;
    const decision = this.view?.decisions.at(-1);
    if (decision?.undoUntil != null) {
      this.#notices.add({
        kind: 'decided',
        outcome: decision.outcome,
        subject: this.view?.subject ?? null,
        until: Date.parse(decision.undoUntil),
        undo: () => void this.undo(id),
      });
    }
    await this.next();
    return true;
  }

  /** Does something that only holds on the case as this operator sees it. */
  async #stamped(wanted: Wanted, action: (form: Stamped) => Answered<CaseView>): Promise<boolean> {
    const view = this.view;
    if (view?.stamp == null || this.busy) return false;
    const stamp = view.stamp;
    this.busy = true;
    const answer = await action({ caseId: view.id, stamp });
    this.busy = false;
    if (answer.status === 'ok') {
      if (this.selected === view.id) this.#show(answer.data);
      return true;
    }
    if (CHANGED.includes(answer.error.code)) {
      // The case may have changed under the sheet already.
      const seen = this.sheet !== null && this.#opened?.id === view.id ? this.#opened : view;
      await this.#changed(wanted, answer.error, seen);
    } else this.#notices.failed(answer.error);
    return false;
  }

  async #changed(wanted: Wanted, error: ApiError, seen: CaseView): Promise<void> {
    await this.changed(seen.id);
    if (this.selected === seen.id) this.conflict = { wanted, error, seen };
  }

  async #act(action: (id: string) => Answered<CaseView>): Promise<boolean> {
    const id = this.selected;
    if (id === undefined || this.busy) return false;
    this.busy = true;
    const answer = await action(id);
    this.busy = false;
    if (answer.status === 'error') {
      this.#notices.failed(answer.error);
      return false;
    }
    if (this.selected === id) this.#show(answer.data);
    return true;
  }

  /** Shows a newer view. Pieces of evidence that are the same keep their
   * address, so that pictures do not flicker and the recording plays on. */
  #show(view: CaseView): void {
    const shown = this.view?.id === view.id ? this.view : undefined;
    const before = [
      ...(shown?.evidence ?? []),
      ...(shown?.earlier ?? []).map(({ evidence }) => evidence),
    ];
    const kept = (piece: EvidenceView): EvidenceView => {
      const same = before.find(({ id, sha256 }) => id === piece.id && sha256 === piece.sha256);
      return same?.url == null ? piece : { ...piece, url: same.url };
    };
    this.view = {
      ...view,
      evidence: view.evidence.map(kept),
      earlier: view.earlier.map((attempt) => ({ ...attempt, evidence: kept(attempt.evidence) })),
    };
    this.drafts.restore(view.id, view.draft);
    this.failure = undefined;
    // Who has validated is not kept waiting for what a colleague approves.
    if (this.sheet === 'documents' && this.view?.actions.documents === 'secondOperator')
      this.sheet = null;
    const wanted = this.sheet === 'documents' && this.documents === undefined;
    if (wanted && this.documentsFailure === undefined) void this.#loadDocuments();
  }

  #reset(selected: string | undefined): void {
    if (this.#apart && selected !== this.selected) {
      this.#apart = false;
      void this.#backend.closeSecondWindow();
    }
    this.selected = selected;
    this.view = undefined;
    this.failure = undefined;
    this.sheet = null;
    this.pane = 'review';
    this.conflict = undefined;
    this.documents = undefined;
    this.documentsFailure = undefined;
  }
}
