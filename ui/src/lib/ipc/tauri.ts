// The real back end: the generated commands and events of the shell.

import { getCurrentWebview } from '@tauri-apps/api/webview';
import type { Backend } from './backend';
import { commands, events } from './bindings';
import { safe } from './safe';
import { tauriKiosk } from './tauri-kiosk';

export const tauriBackend: Backend = {
  kiosk: tauriKiosk,

  startState: safe(commands.startState),
  choosePassphrase: safe(commands.choosePassphrase),
  unlock: safe(commands.unlock),
  createFirstOperator: safe(commands.createFirstOperator),
  signIn: safe(commands.signIn),
  signOut: safe(commands.signOut),
  openAssistedSession: safe(commands.openAssistedSession),

  connectionState: safe(commands.connectionState),
  retryNow: safe(commands.retryNow),
  provideRaoCredentials: safe(commands.provideRaoCredentials),

  listQueue: safe(commands.listQueue),
  openCase: safe(commands.openCase),
  refreshCase: safe(commands.refreshCase),
  nextCase: safe(commands.nextCase),
  claimCase: safe(commands.claimCase),
  releaseCase: safe(commands.releaseCase),
  keepLease: safe(commands.keepLease),
  takeOverCase: safe(commands.takeOverCase),
  handOverCase: safe(commands.handOverCase),
  holdCase: safe(commands.holdCase),
  resumeCase: safe(commands.resumeCase),
  keepDraft: safe(commands.keepDraft),
  reviewField: safe(commands.reviewField),
  addNote: safe(commands.addNote),
  keepSnapshot: safe(commands.keepSnapshot),

  answerChecklist: safe(commands.answerChecklist),
  queryRegister: safe(commands.queryRegister),
  openReference: safe(commands.openReference),

  refusalReasons: safe(async () => ({ status: 'ok', data: await commands.refusalReasons() })),
  validateCase: safe(commands.validateCase),
  refuseCase: safe(commands.refuseCase),
  pieceReasons: safe(async () => ({ status: 'ok', data: await commands.pieceReasons() })),
  askAgain: safe(commands.askAgain),
  loadDocuments: safe(commands.loadDocuments),
  approveCase: safe(commands.approveCase),
  undoDecision: safe(commands.undoDecision),

  exportArchive: safe(commands.exportArchive),
  verifyArchive: safe(commands.verifyArchive),

  statistics: safe(commands.statistics),
  exportStatistics: safe(commands.exportStatistics),
  duplicates: safe(commands.duplicates),
  printTimeline: safe(commands.printTimeline),

  accounts: safe(commands.accounts),
  createAccount: safe(commands.createAccount),
  changeAccount: safe(commands.changeAccount),
  resetPassword: safe(commands.resetPassword),
  changeOwnPassword: safe(commands.changeOwnPassword),
  openSecondWindow: safe(commands.openSecondWindow),
  closeSecondWindow: safe(commands.closeSecondWindow),
  shownPiece: safe(commands.shownPiece),
  previewTemplates: safe(commands.previewTemplates),
  openTemplateFolder: safe(commands.openTemplateFolder),

  settings: safe(commands.settings),
  changeSettings: safe(commands.changeSettings),

  listen(listeners) {
    const ends = [
      events.queueChanged.listen(() => listeners.queueChanged()),
      events.caseChanged.listen(({ payload }) => listeners.caseChanged(payload.caseId)),
      events.connectionChanged.listen(({ payload }) =>
        listeners.connectionChanged(payload.connection),
      ),
      events.checksProgressed.listen(({ payload }) => listeners.checksProgressed(payload)),
      events.startChanged.listen(() => listeners.startChanged()),
      getCurrentWebview().onDragDropEvent(({ payload }) => {
        const path = payload.type === 'drop' ? payload.paths[0] : undefined;
        if (path !== undefined) listeners.fileDropped(path);
      }),
    ];
    return () => ends.forEach((end) => void end.then((stop) => stop()));
  },
};
