import { describe, expect, it } from '@jest/globals';
import { bar, chart, CHART_WIDTH, frameOf, hint, labelsOf, line } from './chart.js';

describe('a frame', () => {
  it('puts its columns side by side, and higher values higher up', () => {
    const frame = frameOf(4, 0, 10);
    expect(frame.x(0)).toBeLessThan(frame.x(1));
    expect(frame.x(4)).toBeLessThanOrEqual(CHART_WIDTH);
    expect(frame.y(10)).toBeLessThan(frame.y(0));
  });

  it('always shows the zero, so that no difference looks larger than it is', () => {
    expect(frameOf(1, 5, 9).marks).toContain(0);
    expect(frameOf(1, -9, -5).marks).toContain(0);
  });
});

describe('a bar', () => {
  const frame = frameOf(2, -10, 10);
  const heightOf = (from: number, to: number): number =>
    Number(/height="([\d.]+)"/.exec(bar(frame, 0, from, to, 'x').text)?.[1]);

  it('is as high as what it stands for, above and below zero', () => {
    expect(heightOf(0, 10)).toBeCloseTo(2 * heightOf(0, 5), 1);
    expect(heightOf(0, -5)).toBe(heightOf(0, 5));
    expect(heightOf(5, 0)).toBe(heightOf(0, 5));
  });

  it('is not drawn for nothing', () => {
    expect(bar(frame, 0, 3, 3, 'x').text).toBe('');
  });
});

describe('labels', () => {
  it('are all shown while there is room, and evenly thinned out when there is not', () => {
    expect(labelsOf(['a', 'b', 'c'])).toHaveLength(3);
    const columns = labelsOf(Array.from({ length: 100 }, String), 10).map(({ column }) => column);
    expect(columns).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });
});

describe('a chart', () => {
  it('says what it shows to those who cannot see it, and names the value under a pointer', () => {
    const frame = frameOf(2, 0, 4);
    const drawn = [line(frame, [1, 4], 'net-line'), hint(frame, 1, '2 <Feb>: 4 MW,h')];
    const { text } = chart(frame, 'Sold & maintained', labelsOf(['1 Feb', '2 Feb']), drawn);
    expect(text).toContain('role="img" aria-label="Sold &amp; maintained"');
    expect(text).toContain('<title>2 &lt;Feb&gt;: 4 MW,h</title>');
    expect(text.match(/<polyline class="net-line" points="[\d.]+,[\d.]+ [\d.]+,[\d.]+"\/>/)).not.toBeNull();
  });
});
