import type { ReactNode } from 'react'
import { DemoProvider } from '#components/demo/demo-action.tsx'
import { SandboxProvider } from '#components/sandboxes/sandbox-actions.tsx'
import { ScenarioGuide } from '#components/scenarios/scenario-guide.tsx'
import { Shell } from '#components/shell/shell.tsx'
import type { ScopeDto } from '#console/dto/scope.ts'
import { openFrame } from '#console/page.ts'
import { exitRole, stepUp, switchRole } from '../../../../session-actions.ts'
import { loadDemo } from './actions.ts'
import * as sandboxes from './sandboxes/actions.ts'
import { doScenarioStep } from './scenarios/actions.ts'

interface Props {
  readonly params: Promise<ScopeDto>
  readonly children: ReactNode
}

export default async function ScopeLayout({ params, children }: Props) {
  return (
    <SandboxProvider actions={{ ...sandboxes }}>
      <Shell frame={await openFrame(params)} session={{ stepUp, switchRole, exitRole }}>
        <DemoProvider load={loadDemo}>{children}</DemoProvider>
        <ScenarioGuide act={doScenarioStep} />
      </Shell>
    </SandboxProvider>
  )
}
