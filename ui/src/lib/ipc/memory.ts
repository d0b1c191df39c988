// A scripted machine, for tests and for design work in a browser. It keeps
// everything in memory and behaves as the real one does; the address chooses
// the scene: ?scene=desk|signIn|firstOperator|choosePassphrase|unlock|keyring|
// damaged|offline|credentials|empty|failing|many, ?lang=it|en, ?theme=light|dark.
// ?template=broken spoils a template, ?piece=selfie chooses what /second shows.
// The kiosk's scenes are told in memory/kiosk-scenes.ts.

import type { Backend, Listeners, Result } from './backend';
import type {
  ApiError,
  AskedView,
  CaseView,
  ConnectionView,
  DecisionView,
  ErrorCode,
  PieceForm,
  RefusalView,
  SettingsView,
  StampedForm,
  StartState,
  TimelineEvent,
} from './bindings';
import type { KioskBackend } from './kiosk';
import { Accounts } from './memory/accounts';
import { actions } from './memory/actions';
import { archiveReportOf } from './memory/archive';
import { detail, stories, type Story } from './memory/cases';
import { answer, query, reckon } from './memory/checklist';
import { decisionOf, STATE_AFTER, UNDO_MS } from './memory/decisions';
import { memoryKiosk } from './memory/kiosk';
import { pdf } from './memory/pdf';
import { duplicatesOf, statisticsOf } from './memory/report';
import { endless, queue } from './memory/queue';
import { keepFrame } from './memory/snapshots';
import { templatesOf } from './memory/templates';
import { claim, COLLEAGUES, due, stamp, startOf } from './memory/views';
import { declarationText, CONTRACT, PIECE_REASONS, REASONS } from './memory/texts';

export function memoryBackend(scene = new URLSearchParams()): Backend {
  return new MemoryBackend(scene);
}

class MemoryBackend implements Backend {
  readonly kiosk: KioskBackend;
  #stories: Story[];
  #start: StartState;
  #settings: SettingsView;
  #connection: ConnectionView;
  readonly #accounts = new Accounts();
  #shown = new Set<string>();
  /** The cases whose document the register lists. */
  readonly #listed = new Set(['4']);
  #listeners: Listeners | undefined;
  #sequence = 400;
  #piece: PieceForm | undefined;
  readonly #template: string | null;
  readonly #failing: boolean;
  readonly #endless: boolean;
  readonly #delayMs: number;

  constructor(scene: URLSearchParams) {
    const name = scene.get('scene') ?? 'desk';
    this.#delayMs = Number(scene.get('delay') ?? 60);
    this.kiosk = memoryKiosk(scene);
    this.#template = scene.get('template');
    this.#piece = { caseId: '1', evidenceId: scene.get('piece') ?? '' };
    this.#failing = name === 'failing';
    this.#endless = name === 'many';
    this.#stories = name === 'empty' ? [] : stories();
    this.#start = startOf(name);
    this.#settings = {
      language: scene.get('lang') === 'en' ? 'en' : 'it',
      theme:
        scene.get('theme') === 'dark'
          ? 'dark'
          : scene.get('theme') === 'light'
            ? 'light'
            : 'system',
      idleLockMinutes: 10,
      boxes: true,
      centralUrl: 'https://ra.example.org/api/v1/',
      version: '0.1.0',
    };
    this.#connection = {
      link: name === 'offline' ? 'offline' : 'online',
      problem: name === 'offline' ? 'unreachable' : null,
      lastSyncAt: new Date(Date.now() - (name === 'offline' ? 2_400_000 : 20_000)).toISOString(),
      waiting: name === 'offline' ? 3 : name === 'credentials' ? 1 : 0,
      failed: 0,
      raoCredentials: 'missing',
    };
  }

  startState = () => this.#answer(this.#start);
  choosePassphrase = () => this.#go({ kind: 'firstOperator', minimumLength: 10 });
  unlock = (passphrase: string) =>
    passphrase === 'wrong'
      ? this.#fail<StartState>('wrongPassphrase')
      : this.#go({ kind: 'signedOut', lastUserName: 'operatore.uno' });
  createFirstOperator = () => this.#go(startOf('desk'));
  signIn = (form: { password: string }) =>
    form.password === 'wrong' ? this.#fail<StartState>('wrongPassword') : this.#go(startOf('desk'));
  signOut = () => this.#go({ kind: 'signedOut', lastUserName: 'operatore.uno' });
  openAssistedSession = async () => ({ status: 'ok', data: null }) as const;

  connectionState = () => this.#answer(this.#connection);
  retryNow = () => this.#answer(this.#connection);
  provideRaoCredentials = (form: { password: string }) => {
    if (form.password === 'wrong') return this.#fail<ConnectionView>('raoCredentialsRejected');
    this.#connect({ raoCredentials: 'held', waiting: 0 });
    return this.#answer(this.#connection);
  };

  listQueue: Backend['listQueue'] = (query) => {
    if (this.#failing) return this.#fail('storeDamaged', { path: 'sportello.db' });
    const [pattern] = this.#stories;
    const view = this.#endless && pattern ? endless(pattern, query) : queue(this.#stories, query);
    return this.#answer(view);
  };

  openCase = (caseId: string) => this.#with(caseId, () => undefined);
  refreshCase = this.openCase;
  nextCase = (): Promise<Result<CaseView | null>> => {
    const next = this.#stories.find(
      (story) => story.claimedBy === null && story.state === 'waitingForReview',
    );
    return next === undefined ? this.#answer(null) : this.claimCase(next.id);
  };
  claimCase = (caseId: string) =>
    this.#with(caseId, (story) => {
      story.claimedBy = 'me';
      this.#note(story, 'claimed');
    });
  releaseCase = (caseId: string) =>
    this.#with(caseId, (story) => {
      story.claimedBy = null;
      this.#note(story, 'released');
    });

  keepLease: Backend['keepLease'] = ({ caseId }) =>
    this.#find(caseId)?.claimedBy === 'me'
      ? this.#answer(new Date(Date.now() + 300_000).toISOString())
      : this.#fail('leaseLost');
  takeOverCase: Backend['takeOverCase'] = ({ caseId }) =>
    this.#with(caseId, (story) => {
      story.claimedBy = 'me';
      this.#note(story, 'takenOver');
    });
  handOverCase: Backend['handOverCase'] = ({ caseId }) =>
    this.#with(caseId, (story) => {
      story.claimedBy = 'colleague';
      this.#note(story, 'reassigned');
    });
  holdCase: Backend['holdCase'] = (form) =>
    this.#stamped(form, (story) => {
      story.onHold = true;
      this.#note(story, 'held');
      if (form.note !== '') this.#write(story, form.note);
    });
  resumeCase: Backend['resumeCase'] = (form) =>
    this.#stamped(form, (story) => {
      story.onHold = false;
      this.#note(story, 'resumed');
    });
  keepDraft: Backend['keepDraft'] = ({ caseId, note }) => {
    const story = this.#find(caseId);
    if (story !== undefined) story.draft = note;
    return this.#answer(null);
  };

  reviewField: Backend['reviewField'] = (form) =>
    this.#stamped(form, (story) => {
      const field = story.fields.find(({ name }) => name === form.field);
      if (field === undefined) return;
      const { answer } = form;
      field.review = (
        {
          approve: 'approved',
          revise: 'revised',
          reject: 'rejected',
          reset: 'notReviewed',
        } as const
      )[answer.kind];
      const from = field.history.findLast(({ to }) => to !== null)?.to ?? field.declared;
      field.confirmed = 'value' in answer ? answer.value : null;
      field.history.push({
        at: now(),
        operator: 'Operatore Uno',
        review: field.review,
        from,
        to: field.confirmed,
      });
      this.#note(story, 'fieldReviewed', { field: field.name, review: field.review });
    });

  addNote: Backend['addNote'] = (form) =>
    this.#stamped(form, (story) => {
      story.draft = '';
      this.#write(story, form.text);
    });

  keepSnapshot: Backend['keepSnapshot'] = (form) =>
    this.#stamped(form, (story) => {
      keepFrame(story, form.atMs, now());
      this.#note(story, 'snapshotKept', { atMs: form.atMs });
    });

  answerChecklist: Backend['answerChecklist'] = (form) =>
    this.#stamped(form, (story) => {
      answer(story.checklist, form, story.evidence);
      reckon(story.checklist);
      this.#note(story, 'checklistAnswered', { item: form.item, answer: form.answer });
    });
  queryRegister: Backend['queryRegister'] = (form) =>
    this.#stamped(form, (story) => {
      const listed = this.#listed.has(story.id);
      query(story.checklist, listed);
      reckon(story.checklist);
      this.#note(story, 'registerQueried', { listed });
    });
  openReference = async () => ({ status: 'ok', data: null }) as const;

  refusalReasons = () => this.#answer(REASONS);
  validateCase: Backend['validateCase'] = (form) =>
    this.#stamped(form, (story) => this.#decide(story, 'validate', null));
  approveCase: Backend['approveCase'] = (form) =>
    this.#connection.raoCredentials === 'held'
      ? this.#stamped(form, (story) => this.#decide(story, 'approve', null))
      : this.#fail<CaseView>('raoCredentialsMissing');
  refuseCase: Backend['refuseCase'] = (form) =>
    this.#stamped(form, (story) => this.#decide(story, 'refuse', form));
  pieceReasons = () => this.#answer(PIECE_REASONS);
  askAgain: Backend['askAgain'] = (form) =>
    this.#stamped(form, (story) => {
      const { asked, atMost } = story.retries;
      story.retries = { asked: asked + 1, atMost, left: Math.max(0, atMost - asked - 1) };
      this.#decide(story, 'askAgain', null, { pieces: form.pieces, text: form.text });
    });

  undoDecision = (caseId: string) =>
    this.#with(caseId, (story) => {
      const undone = story.decisions.pop();
      if (undone === undefined) return;
      const { asked, atMost, left } = story.retries;
      if (undone.asked !== null) story.retries = { asked: asked - 1, atMost, left: left + 1 };
      story.state = story.decisions.length > 0 ? 'validated' : 'waitingForReview';
      story.claimedBy = 'me';
      this.#note(story, 'decisionUndone', { outcome: undone.outcome });
    });

  loadDocuments: Backend['loadDocuments'] = (caseId) => {
    this.#shown.add(caseId);
    const story = this.#find(caseId);
    const text = declarationText(story?.subject ?? '');
    return this.#answer({
      declaration: { text: null, url: pdf([text]), bytes: 1820, sha256: 'a1'.repeat(32) },
      contract: { text: null, url: pdf(CONTRACT), bytes: 4210, sha256: 'c3'.repeat(32) },
    });
  };

  exportArchive: Backend['exportArchive'] = ({ caseId, images }) =>
    this.#answer({
      kind: 'saved',
      path: `/home/operatore/Documenti/sportello-${caseId}${images === 'pdf' ? '-pdf' : ''}.zip`,
      bytes: 9_847_221,
      sha256: '5e'.repeat(32),
    });

  statistics: Backend['statistics'] = (query) =>
    this.#answer(statisticsOf(query, this.#stories.length > 0));
  exportStatistics: Backend['exportStatistics'] = ({ from, until }) =>
    this.#answer({
      kind: 'saved',
      path: `/home/operatore/Documenti/sportello-${from}-${until}.csv`,
    });
  duplicates: Backend['duplicates'] = (caseId) => {
    const story = this.#find(caseId);
    return story === undefined
      ? this.#fail('caseNotFound')
      : this.#answer(duplicatesOf(story, this.#stories));
  };
  printTimeline: Backend['printTimeline'] = (caseId) => {
    const story = this.#find(caseId);
    if (story !== undefined) this.#note(story, 'exported');
    return this.#answer({
      kind: 'saved',
      path: `/home/operatore/Documenti/sportello-${story?.centralKey ?? caseId}-audit.pdf`,
    });
  };

  verifyArchive: Backend['verifyArchive'] = (path) =>
    this.#answer({ kind: 'examined', report: archiveReportOf(path) });

  accounts = () => this.#answer(this.#accounts.view());
  createAccount: Backend['createAccount'] = (form) => {
    const refused = this.#accounts.create(form);
    return refused === null ? this.accounts() : this.#fail(refused);
  };
  changeAccount: Backend['changeAccount'] = (form) => {
    const refused = this.#accounts.change(form);
    return refused === null ? this.accounts() : this.#fail(refused);
  };
  resetPassword: Backend['resetPassword'] = () => this.#answer(null);
  changeOwnPassword: Backend['changeOwnPassword'] = ({ present }) =>
    present === 'wrong' ? this.#fail('wrongPassword') : this.#answer(null);
  openSecondWindow = (form: PieceForm): Promise<Result<null>> => {
    this.#piece = form;
    const story = this.#find(form.caseId);
    if (story !== undefined) this.#note(story, 'viewed');
    return this.#answer(null);
  };
  closeSecondWindow = (): Promise<Result<null>> => {
    this.#piece = undefined;
    return this.#answer(null);
  };
  shownPiece: Backend['shownPiece'] = () => {
    const { language, theme } = this.#settings;
    const pieces = this.#find(this.#piece?.caseId ?? '')?.evidence ?? [];
    const wanted = this.#piece?.evidenceId;
    const piece = pieces.find(({ id, kind }) => id === wanted || kind === wanted) ?? null;
    return this.#answer({ piece, language, theme });
  };

  previewTemplates: Backend['previewTemplates'] = (language) =>
    this.#answer(templatesOf(language, this.#template === 'broken'));
  openTemplateFolder = () => this.#answer(null);

  settings = () => this.#answer(this.#settings);
  changeSettings: Backend['changeSettings'] = (form) => {
    this.#settings = { ...this.#settings, ...form };
    return this.#answer(this.#settings);
  };

  listen(listeners: Listeners): () => void {
    this.#listeners = listeners;
    return () => (this.#listeners = undefined);
  }

  #decide(
    story: Story,
    outcome: DecisionView['outcome'],
    form: RefusalView | null,
    asked: AskedView | null = null,
  ): void {
    const online = this.#connection.link === 'online';
    const decision = decisionOf(`d${(this.#sequence += 1)}`, outcome, { form, asked, online });
    story.state = STATE_AFTER[outcome];
    story.decisions.push(decision);
    const pieces = asked?.pieces.map(({ piece }) => piece) ?? [];
    this.#note(story, 'decided', { outcome, reason: form?.reason ?? null, pieces });
    if (decision.delivery.kind === 'delivered' || !online) return;
    this.#connect({ waiting: this.#connection.waiting + 1 });
    setTimeout(() => this.#deliver(story, decision), UNDO_MS + 400);
  }

  #deliver(story: Story, decision: DecisionView): void {
    this.#connect({ waiting: Math.max(0, this.#connection.waiting - 1) });
    if (!story.decisions.includes(decision)) return;
    decision.undoUntil = null;
    decision.delivery = { kind: 'delivered', at: now() };
    if (decision.asked !== null) story.claimedBy = null;
    this.#note(story, 'delivered', { outcome: decision.outcome });
    this.#listeners?.caseChanged(story.id);
    this.#listeners?.queueChanged();
  }

  #connect(change: Partial<ConnectionView>): void {
    this.#connection = { ...this.#connection, ...change };
    this.#listeners?.connectionChanged(this.#connection);
  }

  #note(
    story: Story,
    event: TimelineEvent,
    particulars: Partial<ReturnType<typeof detail>> | object = {},
  ): void {
    const sequence = (this.#sequence += 1);
    story.timeline.push({
      sequence,
      at: now(),
      operator: 'Operatore Uno',
      event,
      detail: { ...detail(), ...particulars },
    });
  }

  #write(story: Story, text: string): void {
    const id = `n${(this.#sequence += 1)}`;
    story.notes.push({ id, at: now(), author: 'Operatore Uno', text });
    this.#note(story, 'noteAdded');
  }

  #find(caseId: string): Story | undefined {
    return this.#stories.find((story) => story.id === caseId);
  }

  /** As the store does it: nothing is changed under a lease or on a version of
   * before. */
  #stamped(
    { caseId, stamp }: StampedForm,
    change: (story: Story) => void,
  ): Promise<Result<CaseView>> {
    const story = this.#find(caseId);
    if (story === undefined) return this.#fail('caseNotFound');
    if (story.claimedBy === 'colleague') return this.#fail('claimedByOther');
    if (story.claimedBy === null) return this.#fail('leaseLost');
    if (stamp.version !== story.version) return this.#fail('stale');
    return this.#with(caseId, change);
  }

  #with(caseId: string, change: (story: Story) => void): Promise<Result<CaseView>> {
    const story = this.#find(caseId);
    if (story === undefined) return this.#fail('caseNotFound');
    const before = [story.claimedBy, story.state, story.onHold].join();
    change(story);
    if ([story.claimedBy, story.state, story.onHold].join() !== before) story.version += 1;
    queueMicrotask(() => this.#listeners?.queueChanged());
    const online = this.#connection.link === 'online';
    const { claimedBy: _, ...rest } = story;
    return this.#answer({
      ...rest,
      claim: claim(story),
      due: due(story),
      stamp: stamp(story),
      colleagues: COLLEAGUES,
      actions: actions(story, this.#shown.has(caseId), online),
    });
  }

  #go(next: StartState): Promise<Result<StartState>> {
    this.#start = next;
    return this.#answer(next);
  }

  async #answer<T>(data: T): Promise<Result<T>> {
    await this.#pause();
    return { status: 'ok', data: structuredClone(data) };
  }

  async #fail<T>(code: ErrorCode, params: ApiError['params'] = {}): Promise<Result<T>> {
    await this.#pause();
    return { status: 'error', error: { code, params } };
  }

  #pause(): Promise<void> {
    return this.#delayMs === 0
      ? Promise.resolve()
      : new Promise((go) => setTimeout(go, this.#delayMs));
  }
}

const now = () => new Date().toISOString();
