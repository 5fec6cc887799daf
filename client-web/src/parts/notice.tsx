// Something other than what was asked for, said kindly, with the next useful step.
// SPDX-License-Identifier: MIT
import { useEffect } from 'preact/hooks';
import type { Problem } from '../api/problem.ts';
import { tellFrame } from '../browser/router.ts';
import { base, site, t } from '../words/t.ts';

const cutWords = (it: Problem) => (it.code === 'offline' ? ([t('offline_title'), t('offline_text')] as const) : ([t('cut_title'), t('cut_text')] as const));
const nameOf = (it: Problem) => {
  if (it.status === 404) return 'not_found';
  if (it.status === 410) return 'gone';
  if (it.status === 429) return 'too_many';
  if (it.status === 403) return 'refused';
  return it.status === 503 ? 'unavailable' : it.status === 400 ? 'bad' : 'broken';
};

export function Notice({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const name = nameOf(problem);
  const [title, text] = problem.cut ? cutWords(problem) : [t(`notice_${name}_title`), t(`notice_${name}_text`)];
  useEffect(() => {
    tellFrame(`${title} · ${site}`, 'terrace');
  }, [title]);
  return (
    <div class="wrap narrow section stack">
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <p class="row">
        {retry && problem.status !== 404 && problem.status !== 410 && (
          <button type="button" class="btn" onClick={retry}>
            {t('try_again')}
          </button>
        )}
        <a class="btn quiet" href={`${base}/`}>
          {t('to_home')}
        </a>
        <a class="btn quiet" href={`${base}/search`}>
          {t('search')}
        </a>
      </p>
    </div>
  );
}
