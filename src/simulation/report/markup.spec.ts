import { describe, expect, it } from '@jest/globals';
import { markup } from './markup.js';

describe('markup', () => {
  it('escapes values and keeps markup', () => {
    const inner = markup`<b>${'<i> & "quotes" \'too\''}</b>`;
    expect(markup`<p title="${'"'}">${inner}${1}${null}</p>`.text).toBe(
      '<p title="&quot;"><b>&lt;i&gt; &amp; &quot;quotes&quot; &#39;too&#39;</b>1</p>',
    );
  });
  it('joins lists of either', () => {
    expect(markup`${[markup`<br>`, 'a<b', ['c']]}`.text).toBe('<br>a&lt;bc');
  });
});
