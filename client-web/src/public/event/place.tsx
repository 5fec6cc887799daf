// Where one goes on site.
// SPDX-License-Identifier: MIT
import pin from 'icon:map-pin';
import { Icon } from '../../parts/icon.tsx';

export const Place = ({ venue }: { venue: string }) => (
  <p class="small">
    <Icon of={pin} />
    {venue}
  </p>
);
