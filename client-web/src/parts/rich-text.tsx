// Rich text of the API: a tree of few kinds, made into elements, so that no markup is ever parsed here.
// SPDX-License-Identifier: MIT
import type { Block, Inline, Rich } from '../api/schema.d.ts';

function Words({ of }: { of: Inline[] }) {
  return <>{of.map(word)}</>;
}

function word(it: Inline) {
  if (typeof it === 'string') return it;
  if ('b' in it)
    return (
      <b>
        <Words of={it.b} />
      </b>
    );
  if ('i' in it)
    return (
      <i>
        <Words of={it.i} />
      </i>
    );
  if ('a' in it)
    return /^(https?:|mailto:|\/)/.test(it.href) ? (
      <a href={it.href} rel="noopener">
        <Words of={it.a} />
      </a>
    ) : (
      <Words of={it.a} />
    );
  return 'code' in it ? <code>{it.code}</code> : <br />;
}

function block(it: Block) {
  if ('p' in it)
    return (
      <p>
        <Words of={it.p} />
      </p>
    );
  if ('h' in it)
    return (
      <h2>
        <Words of={it.h} />
      </h2>
    );
  if ('ul' in it)
    return (
      <ul>
        {it.ul.map((line) => (
          <li>
            <Words of={line} />
          </li>
        ))}
      </ul>
    );
  if ('ol' in it)
    return (
      <ol>
        {it.ol.map((line) => (
          <li>
            <Words of={line} />
          </li>
        ))}
      </ol>
    );
  if ('quote' in it)
    return (
      <blockquote>
        <RichText of={it.quote} />
      </blockquote>
    );
  return (
    <pre>
      <code>{it.code}</code>
    </pre>
  );
}

export function RichText({ of }: { of: Rich }) {
  return <>{of.map(block)}</>;
}
