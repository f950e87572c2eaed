import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { afterEach, describe, it } from 'mocha';
import { completionSettings } from './completion-settings.ts';
import { fails } from './testing/ask-completion.ts';

describe('the settings of a completion server', () => {
  it('are refused where they cannot be followed', () => {
    const hosts = ['http://a/v1'];
    for (const [options, message] of [
      [{ hosts: [] }, /at least one host/],
      [{ hosts: ['localhost:6001'] }, /"localhost:6001" is no address/],
      [{ hosts: ['ftp://a/v1'] }, /"ftp:\/\/a\/v1" is no address/],
      [{ hosts: ['a/v1'] }, /"a\/v1" is no address/],
      [{ hosts, attempts: 0 }, /attempts is 0/],
      [{ hosts, timeoutMs: 0 }, /timeoutMs is 0/],
      [{ hosts, timeoutMs: 2 ** 31 }, /timeoutMs is 2147483648; .* to 2147483647/],
      [{ hosts, deadlineMs: 1.5 }, /deadlineMs is 1.5/],
      [{ hosts, maxReplyBytes: 0 }, /maxReplyBytes is 0/],
      [{ hosts, maxReplyBytes: Infinity }, /maxReplyBytes is Infinity/],
    ] as const)
      assert.throws(() => completionSettings(options), fails('configuration', message));
  });

  it('hold no secret in an address, and do not show one', () => {
    for (const [host, message] of [
      ['http://user:hidden@a/v1', /user name or a password; .* put the key into an environment variable$/],
      ['http://hidden@a/v1', /user name or a password/],
      ['user:hidden@a/v1', /user name or a password/],
      ['http://user:hid/den@a/v1', /user name or a password/],
      ['http://user:1#hidden@a/v1', /user name or a password/],
      [
        'http://a/v1?key=hidden',
        /the address http:\/\/a\/v1 of .* a query or a fragment.*environment variable$/,
      ],
      ['http://a/v1#hidden', /the address http:\/\/a\/v1 of .* a query or a fragment/],
      ['a/v1?key=hidden', /the address a\/v1 of/],
    ] as const)
      assert.throws(
        () => completionSettings({ hosts: ['http://b/v1', host] }),
        (error) =>
          fails('configuration', message)(error) && !/hid|den/.test(inspect(error).replace(/^ +at .*/gm, '')),
        host,
      );
  });
});

describe('an API key', () => {
  const apiKeyVariable = 'TWINZERO_TEST_API_KEY';

  afterEach(() => {
    delete process.env[apiKeyVariable];
  });

  it('is refused, and not shown, where no header can carry it', () => {
    for (const bad of ['a-secret\n', 'a-secret\r\nx: y', ' a-secret', 'a secret', 'a-secret\u2019']) {
      process.env[apiKeyVariable] = bad;
      assert.throws(
        () => completionSettings({ hosts: ['http://a/v1'], apiKeyVariable }),
        (error) => {
          fails(
            'configuration',
            /the API key in the environment variable TWINZERO_TEST_API_KEY holds a blank/,
          )(error);
          return !/secret/.test(inspect(error));
        },
        JSON.stringify(bad),
      );
    }
  });
});
