import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { packageRoot } from '../core/package-root.ts';
import { armStyle } from './arm-style.ts';

const client = join(packageRoot(), 'harness', 'site', 'client');
const css = readFileSync(join(client, 'site.css'), 'utf8');
const episodes = readFileSync(join(client, 'episodes.css'), 'utf8');

/** A colour of the style sheet, light and dark. */
function pair(name: string): readonly [string, string] {
  const [, light = '', dark = ''] =
    new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`, 'u').exec(css) ?? [];
  return [light, dark];
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** A colour with a share of another, as `color-mix` does in sRGB. */
function mixed(one: string, other: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [one, other].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16));
    return Math.round(share * (a ?? 0) + (1 - share) * (b ?? 0))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${parts.join('')}`;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe('the colours of the site', () => {
  it('are measured as WCAG does', () => {
    assert.equal(contrast('#000000', '#ffffff'), 21);
    assert.equal(contrast('#767676', '#ffffff').toFixed(2), '4.54');
  });

  for (const [mode, theme] of ['light', 'dark'].entries())
    it(`reach 4.5:1 in text, and 3:1 in lines of figures, in ${theme}`, () => {
      for (const ground of ['page', 'card', 'zone'])
        for (const ink of ['ink', 'soft', 'accent', 'yes', 'part', 'open', 'no', 'think']) {
          const ratio = contrast(pair(ink)[mode] ?? '', pair(ground)[mode] ?? '');
          assert.ok(ratio >= 4.5, `${ink} on ${ground}: ${ratio.toFixed(2)}`);
        }
      for (let i = 0; i < 8; i++) {
        const ratio = contrast(armStyle(i)[mode === 0 ? 'light' : 'dark'], pair('card')[mode] ?? '');
        assert.ok(ratio >= 3, `arm ${i}: ${ratio.toFixed(2)}`);
      }
    });

  for (const [mode, theme] of ['light', 'dark'].entries())
    it(`reach 4.5:1 on the tinted blocks of episodes in ${theme}`, () => {
      assert.ok(episodes.includes('color-mix(in srgb, var(--tone) 8%, var(--card))'));
      for (const tone of ['think', 'accent', 'part', 'yes', 'soft']) {
        const ground = mixed(pair(tone)[mode] ?? '', pair('card')[mode] ?? '', 0.08);
        for (const ink of [tone, 'ink']) {
          const ratio = contrast(pair(ink)[mode] ?? '', ground);
          assert.ok(ratio >= 4.5, `${ink} on ${tone}: ${ratio.toFixed(2)}`);
        }
      }
    });

  it('never stand alone: no two of forty arms have one colour, dash and marker', () => {
    const styles = Array.from({ length: 40 }, (_, i) => armStyle(i));
    assert.equal(
      new Set(styles.map(({ light, dash, shape }) => `${light} ${dash.join()} ${shape}`)).size,
      40,
    );
    // Neighbours, which stand together in figures most, differ in all three.
    for (const [i, style] of styles.slice(1).entries()) {
      const before = armStyle(i);
      assert.ok(style.light !== before.light && style.shape !== before.shape && style.dash !== before.dash);
    }
  });
});
