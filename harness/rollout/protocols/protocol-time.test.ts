import { describe, it } from 'mocha';
import { assertQuick, hostileTexts } from '../../core/testing/assert-quick.ts';
import { searchR1Protocol } from './inline-protocol.ts';
import { rezeroProtocol } from './message-protocol.ts';

const protocols = [rezeroProtocol({ prompt: 'instructions' }), searchR1Protocol()];

describe('the protocols take no more than linear time for', () => {
  for (const [title, text] of Object.entries(hostileTexts))
    it(title, () => {
      for (const protocol of protocols) {
        assertQuick(() => protocol.parse(protocol.keep(text), { cutShort: null, final: false }));
        assertQuick(() => protocol.parse(text, { cutShort: null, final: true }));
        assertQuick(() => protocol.observation([{ id: 'd', text, origin: 'chunk' }]));
        assertQuick(() => protocol.prompt(text));
      }
    }).timeout(60_000);
});
