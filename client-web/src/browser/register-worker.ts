// Starts the worker that keeps visited pages; the policy lets only /sw.js through, as trusted types ask.
// SPDX-License-Identifier: MIT
interface TrustedPolicy {
  createScriptURL(address: string): string;
}
interface TrustedFactory {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): TrustedPolicy;
}

function onlyWorker(address: string) {
  if (address !== '/sw.js') throw new TypeError('not our worker');
  return address;
}

/** What the page itself needs goes before. */
export function registerWorker() {
  if (!('serviceWorker' in navigator)) return;
  const idle = () => (globalThis.requestIdleCallback ?? setTimeout)(start);
  if (document.readyState === 'complete') idle();
  else addEventListener('load', idle);
}

function start() {
  const factory = (globalThis as { trustedTypes?: TrustedFactory }).trustedTypes;
  const address = factory ? factory.createPolicy('sw', { createScriptURL: onlyWorker }).createScriptURL('/sw.js') : '/sw.js';
  navigator.serviceWorker.register(address).catch(() => undefined);
}
