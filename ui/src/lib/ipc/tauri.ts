// The real back end: commands and events of the shell.

import { invoke } from '@tauri-apps/api/core';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import type { Backend, Result } from './backend';
import { events, type ApiError } from './bindings';

export const tauriBackend: Backend = {
  startState: () => call('start_state'),
  choosePassphrase: (passphrase) => call('choose_passphrase', { passphrase }),
  unlock: (passphrase) => call('unlock', { passphrase }),
  createFirstOperator: (form) => call('create_first_operator', { form }),
  signIn: (form) => call('sign_in', { form }),
  signOut: () => call('sign_out'),

  connectionState: () => call('connection_state'),
  retryNow: () => call('retry_now'),
  provideRaoCredentials: (form) => call('provide_rao_credentials', { form }),

  listQueue: (query) => call('list_queue', { query }),
  openCase: (caseId) => call('open_case', { caseId }),
  refreshCase: (caseId) => call('refresh_case', { caseId }),
  nextCase: () => call('next_case'),
  claimCase: (caseId) => call('claim_case', { caseId }),
  releaseCase: (caseId) => call('release_case', { caseId }),
  reviewField: (form) => call('review_field', { form }),
  addNote: (form) => call('add_note', { form }),

  refusalReasons: () => call('refusal_reasons'),
  validateCase: (caseId) => call('validate_case', { caseId }),
  refuseCase: (form) => call('refuse_case', { form }),
  loadDocuments: (caseId) => call('load_documents', { caseId }),
  approveCase: (caseId) => call('approve_case', { caseId }),
  undoDecision: (caseId) => call('undo_decision', { caseId }),

  exportArchive: (form) => call('export_archive', { form }),
  verifyArchive: (path) => call('verify_archive', { path }),

  settings: () => call('settings'),
  changeSettings: (form) => call('change_settings', { form }),

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

/** Calls a command; a failure that is not one of ours counts as a bug. */
async function call<T>(command: string, args: Record<string, unknown> = {}): Promise<Result<T>> {
  try {
    return { status: 'ok', data: await invoke<T>(command, args) };
  } catch (failure) {
    return { status: 'error', error: isApiError(failure) ? failure : internal(command) };
  }
}

function isApiError(failure: unknown): failure is ApiError {
  return (
    typeof failure === 'object' && failure !== null && 'code' in failure && 'params' in failure
  );
}

function internal(command: string): ApiError {
  return { code: 'internal', params: { reference: command } };
}
