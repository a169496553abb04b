import { expect, test } from 'vitest'
import { redactUrls, splitCredentials } from './url-credentials.ts'

test.each([
  ['http://u:PW@ch:8123', 'http://[redacted]@ch:8123'],
  [
    'see https://u:PW@a.example/x?y=1 and redis://:PW@r',
    'see https://[redacted]@a.example/x?y=1 and redis://[redacted]@r',
  ],
  ['http://u:P/W@W#PW@ch', 'http://[redacted]@ch'],
  ['http://ch/?user=u&password=PW&x=1#top', 'http://ch/?user=u&password=[redacted]&x=1#top'],
  ['http://ch/mail?to=ann@example.org', 'http://ch/mail?to=ann@example.org'],
  ['http://[::1]:8123', 'http://[::1]:8123'],
  ['no address, only@text', 'no address, only@text'],
])('%s is shown as %s', (text, shown) => {
  expect(redactUrls(text)).toBe(shown)
})

test.each([
  ['http://ch:8123', { url: 'http://ch:8123', user: '', password: '' }],
  ['http://u:p%40w@ch:8123/db', { url: 'http://ch:8123/db', user: 'u', password: 'p@w' }],
  ['http://u:50%@ch', { url: 'http://ch/', user: 'u', password: '50%' }],
])('%s is split', (address, split) => {
  expect(splitCredentials(address)).toEqual(split)
})
