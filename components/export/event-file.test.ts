import { expect, it } from 'vitest'
import type { ExportedEventDto } from '#console/dto/events.ts'
import { FILES } from './event-file.ts'

function exported(userAgent: string, description: string): ExportedEventDto {
  const row = { seq: 1, eventId: 'e', time: 0, eventName: 'CreateKey', principalArn: 'arn', outcome: 'ok' } as const
  const more = { readOnly: false, region: 'us-east-1', eventSource: 'kms.amazonaws.com', sourceIp: '10.0.0.1' }
  return { row: { ...row, ...more }, userAgent, record: { requestParameters: { description }, eventID: 'e' } }
}

it('a CSV file has a line for each event, and nothing in it is run', () => {
  const { head, part } = FILES.csv
  const [line = ''] = part([exported('=cmd|calc', 'a "quoted", text')], true).split('\r\n')
  expect(head.split(',')).toHaveLength(18)
  expect(line).toContain(",'=cmd|calc,")
  expect(line).toContain('"{""description"":""a \\""quoted\\"", text""}"')
})

it('the parts of a JSON file make one document of records', () => {
  const { head, part, foot } = FILES.json
  const parts = [part([exported('a', 'x'), exported('b', 'y')], true), part([exported('c', 'z')], false)]
  expect(JSON.parse(`${head}${parts.join('')}${foot}`).Records).toHaveLength(3)
  expect(JSON.parse(`${head}${foot}`)).toEqual({ Records: [] })
})
