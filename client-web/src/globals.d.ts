// What the build puts in place of names, and what icons look like. SPDX-License-Identifier: MIT
declare const WORDS_HASH: string;
declare module 'icon:*' {
  const shapes: [tag: string, attributes: Record<string, string>][];
  export default shapes;
}
