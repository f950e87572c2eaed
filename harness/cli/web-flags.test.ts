import assert from 'node:assert/strict';
import { Command } from 'commander';
import { describe, it } from 'mocha';
import { serviceLines, type WebFlags, webPlace, withWebFlags } from './web-flags.ts';

function placed(...args: readonly string[]): ReturnType<typeof webPlace> {
  const command = withWebFlags(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return webPlace(command.parse([...args], { from: 'user' }).opts<WebFlags & Record<string, unknown>>());
}

describe('the flags of web searches', () => {
  it('say how the web is searched', () => {
    const { store, ...rest } = placed();
    assert.match(store, /runs[/\\]searches$/u);
    assert.deepEqual(rest, { replay: false });
    assert.deepEqual(
      placed('--search-store', '/s', '--search-budget', '2.5', '--search-rate', '0.5', '--search-replay'),
      {
        store: '/s',
        budgetUsd: 2.5,
        perSecond: 0.5,
        replay: true,
      },
    );
  });
  it('refuse what is no amount', () => {
    for (const [flag, value] of [
      ['--search-budget', '-1'],
      ['--search-budget', 'ten'],
      ['--search-budget', ''],
      ['--search-rate', '0'],
      ['--search-rate', 'x'],
    ] as const)
      assert.throws(() => placed(`${flag}=${value}`), /give /u);
  });
  it('have a line of help for each service', () => {
    assert.deepEqual(serviceLines(), [
      '  serpapi   Google, through SerpAPI; needs SERPAPI_API_KEY and --search-budget',
      '  serper    Google, through Serper; needs SERPER_API_KEY and --search-budget',
      '  brave     Brave Search; needs BRAVE_SEARCH_API_KEY and --search-budget',
      '  tavily    Tavily; needs TAVILY_API_KEY and --search-budget',
      '  searxng   a SearXNG server of your own; needs SEARXNG_URL, its address',
      "  wikipedia Wikipedia's own search, with the start of each article; needs no key",
    ]);
  });
});
