// Tells the frame of the page what is shown, and moves the focus to the heading after a change of view (U9).
// SPDX-License-Identifier: MIT
import { useLayoutEffect } from 'preact/hooks';
import { focusHeading } from '../browser/focus.ts';
import { tellFrame } from '../browser/router.ts';
import { site } from '../words/t.ts';

export function useTitle(title: string, theme = 'terrace') {
  useLayoutEffect(() => {
    if (tellFrame(title ? `${title} · ${site}` : site, theme)) focusHeading();
  }, [title, theme]);
}
