// Data saver (U10): what the browser asks for, or the reader's own switch; photos become initials.
// SPDX-License-Identifier: MIT
import { Shared } from './shared.ts';

const asked = () => (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

function remembered() {
  try {
    return localStorage.getItem('saver') ?? (asked() ? 'on' : 'off');
  } catch {
    return asked() ? 'on' : 'off';
  }
}

export const saver = new Shared(remembered() === 'on');

export function toggleSaver() {
  saver.value = !saver.value;
  try {
    localStorage.setItem('saver', saver.value ? 'on' : 'off');
  } catch {
    // Kept until the page is left.
  }
}
