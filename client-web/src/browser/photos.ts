// U10: the server writes initials and leaves it to us whether a photo is fetched; where no script runs, it stands in <noscript>.
// SPDX-License-Identifier: MIT
import { saver } from './save-data.ts';
import { onShared } from './shared.ts';

export function photos(main: HTMLElement) {
  const all = [...main.querySelectorAll<HTMLElement>('[data-photo]')].map((letters) => {
    const { photo = '', alt = '', size = '64' } = letters.dataset;
    const image = new Image(Number(size), Number(size));
    image.className = letters.className;
    image.loading = 'lazy'; // has to be known before the address
    image.alt = alt;
    return [letters, image, photo] as const;
  });
  const show = () => {
    for (const [letters, image, address] of all) {
      if (saver.value) image.replaceWith(letters);
      else {
        image.src = address;
        letters.replaceWith(image);
      }
    }
  };
  show();
  if (all.length) onShared(show);
}
