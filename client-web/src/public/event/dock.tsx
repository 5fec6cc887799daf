// The bar at the foot of a phone: time and the way to the form, gone once the form is in view.
// SPDX-License-Identifier: MIT
import { useEffect, useState } from 'preact/hooks';
import type { Span } from '../../api/schema.d.ts';
import { shortWhen, yourTime } from '../../parts/when.tsx';
import { t } from '../../words/t.ts';

/** Watches whether the form is on screen; starts as away, so that nothing jumps where it is. */
function useFormInView() {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const form = document.querySelector('#register');
    if (!form) return;
    const watch = new IntersectionObserver(([it]) => setSeen(it?.isIntersecting === true), { rootMargin: '0px 0px -15% 0px' });
    watch.observe(form);
    return () => watch.disconnect();
  }, []);
  return seen;
}

export function Dock({ when }: { when: Span | undefined }) {
  const seen = useFormInView();
  return (
    <div class={seen ? 'dock away' : 'dock'}>
      <p>
        {when && (
          <>
            <time class="small" datetime={when.starts_at}>
              <b>{shortWhen(when)}</b>
            </time>
            <br />
            <span class="tiny muted">{yourTime()}</span>
          </>
        )}
      </p>
      <a class="btn" href="#register">
        {t('register')}
      </a>
    </div>
  );
}
