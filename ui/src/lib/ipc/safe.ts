// Keeps failures inside answers: what is not an error of ours (an unknown
// command, a closed window) counts as a bug, and never escapes.

import type { Answered, Result } from './backend';
import type { ApiError } from './bindings';

/** The command with its failures kept inside the answer. */
export function safe<A extends unknown[], T>(
  command: (...args: A) => Promise<Result<T>>,
): (...args: A) => Answered<T> {
  return async (...args) => {
    try {
      const answer = await command(...args);
      return answer.status === 'ok' || isApiError(answer.error) ? answer : internal();
    } catch {
      return internal();
    }
  };
}

/** The answer of a call that throws its error. */
export async function answered<T>(call: () => Promise<T>): Answered<T> {
  try {
    return { status: 'ok', data: await call() };
  } catch (error) {
    return isApiError(error) ? { status: 'error', error } : internal();
  }
}

function isApiError(failure: unknown): failure is ApiError {
  return (
    typeof failure === 'object' && failure !== null && 'code' in failure && 'params' in failure
  );
}

function internal(): { status: 'error'; error: ApiError } {
  return { status: 'error', error: { code: 'internal', params: {} } };
}
