import 'server-only'

import { pricing } from '#model/pricing.ts'
import { costRules, hoursIn, parseMonth, type ToldCost } from '#runtime/instance.ts'
import type { Console } from './access.ts'
import { costRows, matchingCosts } from './cost-list.ts'
import type { CostDto, CostPageDto, CostRowDto, CostRuleDto, KeyCostDto } from './dto/cost.ts'
import { pageOf, parsePage } from './page-of.ts'

/** Of the month that an address names, or of this one. */
async function read(console: Console, params: URLSearchParams): Promise<ToldCost> {
  return console.cost(parseMonth(params.get('month') ?? ''))
}

async function cost(console: Console, params: URLSearchParams): Promise<CostDto> {
  return accountDto(await read(console, params))
}

async function costs(console: Console, params: URLSearchParams): Promise<CostPageDto> {
  const told = await read(console, params)
  const rows = costRows(told)
  const { page, pageSize } = parsePage(params)
  return { account: accountDto(told), ...pageOf(matchingCosts(rows, params), page, pageSize), total: rows.length }
}

async function allCosts(console: Console, params: URLSearchParams): Promise<readonly CostRowDto[]> {
  return matchingCosts(costRows(await read(console, params)), params)
}

/** The key `id` of the Region. */
async function keyCost(console: Console, params: URLSearchParams): Promise<KeyCostDto> {
  const told = await read(console, params)
  const [keyId, { region }] = [params.get('id'), console.scope]
  const row = costRows(told).find((each) => each.kind === 'key' && each.keyId === keyId && each.region === region)
  return { month: told.month, ...(row && { row }), rules: RULES }
}

const RULES: readonly CostRuleDto[] = Object.entries(costRules).map(([id, rule]) => ({ id, ...rule }))

function accountDto({ month, until, keys, sum, forecast, months, first }: ToldCost): CostDto {
  const told = { month, until, keys, sum, months, first, hours: hoursIn(month) }
  return { ...told, freeTier: pricing.freeRequests, rules: RULES, ...(forecast && { forecast }) }
}

export const costQueries = { cost, costs, allCosts, 'key-cost': keyCost }
