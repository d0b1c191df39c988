// What the screens see of the machine: one interface, two implementations
// (`tauri.ts` in the window, `memory.ts` in a browser and in tests).

import type {
  AccountForm,
  AccountsView,
  ApiError,
  AskAgainForm,
  CaseView,
  ChecklistForm,
  ChecksProgressed,
  ConnectionView,
  DocumentsView,
  DuplicatesView,
  DraftForm,
  ExportForm,
  ExportOutcome,
  FieldReviewForm,
  FirstOperatorForm,
  Language,
  HandOverForm,
  HoldForm,
  LeaseForm,
  NewAccountForm,
  NoteForm,
  OwnPasswordForm,
  PieceForm,
  PieceView,
  PieceReasonView,
  QueueQuery,
  QueueView,
  RaoCredentialsForm,
  RefusalReasonView,
  RefuseForm,
  ResetPasswordForm,
  SaveOutcome,
  SettingsForm,
  SettingsView,
  SignInForm,
  SnapshotForm,
  StampedForm,
  StartState,
  StatisticsQuery,
  StatisticsView,
  TakeOverForm,
  TemplatesView,
  VerifyOutcome,
} from './bindings';
import type { KioskBackend } from './kiosk';

/** An answer: data, or an error with a code to put into words. */
export type Result<T> = { status: 'ok'; data: T } | { status: 'error'; error: ApiError };

export type Answered<T> = Promise<Result<T>>;

/** What the machine tells without being asked. */
export interface Listeners {
  queueChanged(): void;
  caseChanged(caseId: string): void;
  connectionChanged(connection: ConnectionView): void;
  checksProgressed(event: ChecksProgressed): void;
  startChanged(): void;
  /** A file was dropped on the window. */
  fileDropped(path: string): void;
}

export interface Backend {
  /** The other window's part. */
  readonly kiosk: KioskBackend;

  startState(): Answered<StartState>;
  choosePassphrase(passphrase: string): Answered<StartState>;
  unlock(passphrase: string): Answered<StartState>;
  createFirstOperator(form: FirstOperatorForm): Answered<StartState>;
  signIn(form: SignInForm): Answered<StartState>;
  signOut(): Answered<StartState>;

  /** Opens the kiosk beside the desk. */
  openAssistedSession(): Answered<null>;

  connectionState(): Answered<ConnectionView>;
  retryNow(): Answered<ConnectionView>;
  provideRaoCredentials(form: RaoCredentialsForm): Answered<ConnectionView>;

  listQueue(query: QueueQuery): Answered<QueueView>;
  openCase(caseId: string): Answered<CaseView>;
  refreshCase(caseId: string): Answered<CaseView>;
  nextCase(): Answered<CaseView | null>;
  claimCase(caseId: string): Answered<CaseView>;
  releaseCase(caseId: string): Answered<CaseView>;
  keepLease(form: LeaseForm): Answered<string>;
  takeOverCase(form: TakeOverForm): Answered<CaseView>;
  handOverCase(form: HandOverForm): Answered<CaseView>;
  holdCase(form: HoldForm): Answered<CaseView>;
  resumeCase(form: StampedForm): Answered<CaseView>;
  keepDraft(form: DraftForm): Answered<null>;
  reviewField(form: FieldReviewForm): Answered<CaseView>;
  addNote(form: NoteForm): Answered<CaseView>;
  /** Keeps a frame of the recording as a piece of evidence. */
  keepSnapshot(form: SnapshotForm): Answered<CaseView>;

  answerChecklist(form: ChecklistForm): Answered<CaseView>;
  queryRegister(form: StampedForm): Answered<CaseView>;
  /** Opens the reference of the document in the browser. */
  openReference(caseId: string): Answered<null>;

  refusalReasons(): Answered<RefusalReasonView[]>;
  validateCase(form: StampedForm): Answered<CaseView>;
  refuseCase(form: RefuseForm): Answered<CaseView>;
  pieceReasons(): Answered<PieceReasonView[]>;
  askAgain(form: AskAgainForm): Answered<CaseView>;
  loadDocuments(caseId: string): Answered<DocumentsView>;
  approveCase(form: StampedForm): Answered<CaseView>;
  undoDecision(caseId: string): Answered<CaseView>;

  exportArchive(form: ExportForm): Answered<ExportOutcome>;
  verifyArchive(path: string | null): Answered<VerifyOutcome>;

  statistics(query: StatisticsQuery): Answered<StatisticsView>;
  exportStatistics(query: StatisticsQuery): Answered<SaveOutcome>;
  duplicates(caseId: string): Answered<DuplicatesView>;
  printTimeline(caseId: string, language: Language): Answered<SaveOutcome>;

  accounts(): Answered<AccountsView>;
  createAccount(form: NewAccountForm): Answered<AccountsView>;
  changeAccount(form: AccountForm): Answered<AccountsView>;
  resetPassword(form: ResetPasswordForm): Answered<null>;
  changeOwnPassword(form: OwnPasswordForm): Answered<null>;
  /** Shows a piece of evidence in the second window. */
  openSecondWindow(form: PieceForm): Answered<null>;
  closeSecondWindow(): Answered<null>;
  /** What the second window shows. */
  shownPiece(): Answered<PieceView>;

  /** What the templates of declaration and contract make of a specimen. */
  previewTemplates(language: Language): Answered<TemplatesView>;
  openTemplateFolder(): Answered<null>;

  settings(): Answered<SettingsView>;
  changeSettings(form: SettingsForm): Answered<SettingsView>;

  /** Starts listening; the answer ends it. */
  listen(listeners: Listeners): () => void;
}
