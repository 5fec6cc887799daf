// What stands for a photo.
// SPDX-License-Identifier: MIT
export function initials(name: string) {
  const all = name.trim().split(/\s+/);
  return [all[0], all.length > 1 ? all.at(-1) : ''].map((it) => it?.charAt(0).toLocaleUpperCase() ?? '').join('');
}
