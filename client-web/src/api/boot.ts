// Documents that the server put into the page, so that the first view needs no request.
// SPDX-License-Identifier: MIT
const blocks = new Map<string, unknown>();

export function readBoot() {
  for (const it of document.querySelectorAll<HTMLScriptElement>('script[data-boot]')) {
    try {
      blocks.set(it.dataset.boot ?? '', JSON.parse(it.textContent ?? ''));
    } catch {
      // A broken block is as good as none: the client asks the API.
    }
    it.remove();
  }
}

export const hasBoot = () => blocks.size > 0;

export function takeBoot<Document>(path: string): Document | undefined {
  const found = blocks.get(path) as Document | undefined;
  blocks.delete(path);
  return found;
}
