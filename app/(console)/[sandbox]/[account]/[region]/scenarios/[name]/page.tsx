import type { Metadata } from 'next'
import { Prefetched } from '#components/hooks/queries.tsx'
import { ScenarioView } from '#components/scenarios/scenario-view.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openAdministration } from '#console/page.ts'
import { doScenarioStep, resetScenario, startScenario, stopScenario } from '../actions.ts'

export const metadata: Metadata = { title: 'Scenario' }

interface Props {
  readonly params: Promise<ScopeDto & { readonly name: string }>
}

export default async function ScenarioPage({ params }: Props) {
  const { name } = await params
  const page = await openAdministration(params)
  return (
    <Prefetched entries={await page.read(['scenario', { name }])}>
      <ScenarioView name={name} actions={{ startScenario, resetScenario, stopScenario, doScenarioStep }} />
    </Prefetched>
  )
}
