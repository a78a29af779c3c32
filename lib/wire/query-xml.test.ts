import { expect, it } from 'vitest'
import { boolean, counts, integer, list, structure, text, timestamp } from '#model/query/shape.ts'
import { membersXml } from './query-xml.ts'

const OUTPUT = {
  Name: text(),
  Made: timestamp,
  Flag: boolean,
  Count: integer(),
  Users: list(structure({ Name: text() })),
  None: list(text()),
  Inner: structure({}),
  Summary: counts,
}

it('an answer is written in the order of its shape', () => {
  const value = {
    Summary: new Map([['Users', 2]]),
    Inner: {},
    None: [],
    Users: [{ Name: '<a>' }, {}],
    Count: 0,
    Flag: false,
    Made: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    Name: 'a & "b"',
    Secret: 'no part of the shape',
  }
  expect(membersXml(OUTPUT, value, 0)).toBe(`<Name>a &amp; &quot;b&quot;</Name>
<Made>2026-01-02T03:04:05Z</Made>
<Flag>false</Flag>
<Count>0</Count>
<Users>
  <member>
    <Name>&lt;a&gt;</Name>
  </member>
  <member/>
</Users>
<None/>
<Inner/>
<Summary>
  <entry>
    <key>Users</key>
    <value>2</value>
  </entry>
</Summary>
`)
})
