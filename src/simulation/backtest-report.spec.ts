import { describe, expect, it } from '@jest/globals';
import { sampleReport } from '../../test/support/backtest-report-sample.js';
import { renderBacktestReport } from './backtest-report.js';

describe('the backtest’s report', () => {
  const html = renderBacktestReport(sampleReport());

  it('is one page without script, link or anything from elsewhere', () => {
    expect(html).not.toMatch(/<script|<link|<img|url\(|https?:/);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html.match(/<svg /g)).toHaveLength(6);
  });

  it('is the same, byte for byte, for the same input', () => {
    expect(renderBacktestReport(sampleReport())).toBe(html);
  });

  it('escapes every text that comes from outside', () => {
    expect(html).toContain('&lt;b&gt;2 &amp; 1&lt;/b&gt; gaps in the prices.');
    const hostile = renderBacktestReport({ ...sampleReport(), title: '"><script>alert(1)</script>' });
    expect(hostile).not.toContain('<script');
  });

  it('draws no coordinate that is no number, also for a run without a single award or price', () => {
    const nothing = sampleReport('2026-02-01', '2026-02-01');
    const idle = nothing.mtus.map((row) => ({
      ...row,
      awarded_mw: '0.000000',
      maintained_mw: '0.000000',
      price_eur_per_mw_h: '',
    }));
    const empty = renderBacktestReport({
      ...nothing,
      mtus: idle,
      departures: [],
      firmMw: {},
      assumptions: [],
      dataNotes: [],
    });
    expect(empty + html).not.toMatch(/NaN|undefined|Infinity/);
    expect(empty).toContain('In every hour all that was sold was maintained.');
  });

  it('stays small for a year', () => {
    expect(renderBacktestReport(sampleReport('2026-01-01', '2026-12-31')).length).toBeLessThan(1_000_000);
  });

  it('shows a broken promise in red', () => {
    const sample = sampleReport();
    const broken = renderBacktestReport({ ...sample, summary: { ...sample.summary, departuresBelowTarget: 2 } });
    expect(broken).toContain('<dt>Promises broken</dt><dd class="bad">2 ');
  });
});
