/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** `memory` builds the front end with the scripted back end. */
  readonly VITE_BACKEND?: string;
}
