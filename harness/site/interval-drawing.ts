import { type Claim, deltaText, signedWithInterval } from '../report/index.ts';
import type { Interval } from '../statistics/interval.ts';
import { type Html, html } from './html.ts';

/** An effect to be drawn against zero. */
export interface DrawnEffect {
  readonly effect: Interval;
  readonly claim: Pick<Claim, 'delta' | 'paperEffect'>;
}

/** An effect with its interval against zero, the zone below δ and the paper's effect; all of it also in words. */
export function intervalDrawing({ effect, claim }: DrawnEffect): Html {
  const { delta, paperEffect = null } = claim;
  const reach = 1.12 * Math.max(...[effect.low, effect.high, delta.value, paperEffect ?? 0].map(Math.abs));
  const at = (x: number): string => `${(50 + (46 * x) / reach).toFixed(2)}%`;
  const width = `${((92 * delta.value) / reach).toFixed(2)}%`;
  const paper = paperEffect === null ? '' : `; the paper's effect ${percentOf(paperEffect, claim)}`;
  const words = `${signedWithInterval(effect, delta.unit)}, 95 % interval, against zero; smallest effect of interest ${deltaText(delta)}${paper}`;
  return html`<svg class="interval" role="img" aria-label="${words}" width="100%" height="66">
    <rect class="zone" x="${at(-delta.value)}" y="8" width="${width}" height="36"></rect>
    <line class="axis" x1="2%" x2="98%" y1="44" y2="44"></line>
    <line class="zero" x1="50%" x2="50%" y1="4" y2="48"></line>
    <line class="range" x1="${at(effect.low)}" x2="${at(effect.high)}" y1="26" y2="26"></line>
    <circle class="estimate" cx="${at(effect.estimate)}" cy="26" r="6"></circle>
    ${paperEffect === null ? null : diamond(at(paperEffect))}
    <text x="50%" y="61" text-anchor="middle">0</text>
    <text x="${at(-delta.value)}" y="61" text-anchor="middle">−δ</text>
    <text x="${at(delta.value)}" y="61" text-anchor="middle">+δ</text>
    ${paperEffect === null ? null : html`<text x="${at(paperEffect)}" y="61" text-anchor="middle">paper</text>`}
  </svg>`;
}

function diamond(x: string): Html {
  return html`<svg x="${x}" y="26" overflow="visible">
    <path class="paper" d="M0 -8 L8 0 L0 8 L-8 0 Z"></path>
  </svg>`;
}

function percentOf(value: number, { delta }: Pick<Claim, 'delta'>): string {
  return deltaText({ value, unit: delta.unit });
}
