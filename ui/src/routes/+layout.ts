// The window is one static bundle; nothing is rendered elsewhere.
export const ssr = false;
export const prerender = false;
