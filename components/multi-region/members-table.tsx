'use client'

import type { FamilyDto, FamilyMemberDto } from '#console/dto/families.ts'
import { aliasText, principalParts } from '../format.ts'
import { useFrame, usePaths } from '../hooks/frame.tsx'
import { whyNot } from '../keys/actions.ts'
import { KeyStatus } from '../keys/key-status.tsx'
import { IconButton } from '../ui/button.tsx'
import { Link } from '../ui/link.tsx'
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx'
import { Tag } from '../ui/tag.tsx'
import { Ago } from '../ui/time.tsx'

interface MembersTableProps {
  readonly family: FamilyDto
  readonly onPrimary: (region: string) => void
  readonly onDelete: (member: FamilyMemberDto) => void
}

/** The members of a multi-Region key, a row each; those that may not be seen too. */
export function MembersTable({ family, onPrimary, onDelete }: MembersTableProps) {
  return (
    <div className="overflow-x-auto">
      <table className="tbl two-line">
        <thead>
          <tr>
            <th>Region</th>
            <th>Role</th>
            <th>Status</th>
            <th>Materials</th>
            <th>Aliases there</th>
            <th>Last used</th>
            <th>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {family.regions.map((region, index) => {
            const member = family.members.find((each) => each.region === region)
            return (
              <tr key={region}>
                <td className="at-a">
                  <RegionName keyId={family.keyId} region={region} />
                </td>
                <td className="at-c">{index === 0 ? <Tag tone="accent">Primary</Tag> : 'Replica'}</td>
                {member ? (
                  <>
                    <MemberCells member={member} />
                    <td className="end max-sm:hidden">
                      <MemberMenu family={family} member={member} onPrimary={onPrimary} onDelete={onDelete} />
                    </td>
                  </>
                ) : (
                  <td colSpan={5} className="at-b text-ink-3">
                    Not for you to see
                  </td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function RegionName({ keyId, region }: { readonly keyId: string; readonly region: string }) {
  const { key } = usePaths()
  const { scope, regions } = useFrame()
  return (
    <>
      <Link href={`${key(keyId, region)}/regionality`} className="row-link">
        <span className="mono mr-1.5 font-strong">{region}</span>{' '}
        <span className="text-base text-ink-3">{regions.find(({ id }) => id === region)?.name}</span>
      </Link>
      {region === scope.region && <span className="ml-2 text-ink-3 text-sm">this Region</span>}
    </>
  )
}

function MemberCells({
  member: { state, deletionAt, materials, aliases, lastUse },
}: {
  readonly member: FamilyMemberDto
}) {
  return (
    <>
      <td className="at-b">
        <KeyStatus state={state} deletionAt={deletionAt} />
      </td>
      <td className="tabular-nums">
        {materials ? (
          <span className={materials.held < materials.known ? 'text-import' : ''}>
            {materials.held} of {materials.known}
          </span>
        ) : (
          <span className="text-ink-3">–</span>
        )}
      </td>
      <td className="max-w-60 truncate">
        {aliases.length === 0 ? <span className="text-ink-3">none</span> : aliases.map(aliasText).join(', ')}
      </td>
      <td className="at-d text-ink-2">
        {lastUse ? (
          <>
            <span className="text-ink-3 sm:hidden">used </span>
            <Ago time={lastUse.at} />
            <span className="max-md:hidden"> · {principalParts(lastUse.principalArn).join('')}</span>
          </>
        ) : (
          <span className="text-ink-3">
            never<span className="sm:hidden"> used</span>
          </span>
        )}
      </td>
    </>
  )
}

interface MemberMenuProps extends MembersTableProps {
  readonly member: FamilyMemberDto
}

function MemberMenu({ family, member, onPrimary, onDelete }: MemberMenuProps) {
  const isPrimary = member.type === 'PRIMARY'
  const [primary] = family.members
  const unready = primary?.state === 'Enabled' && member.state === 'Enabled' ? undefined : 'Both must be enabled'
  return (
    <Menu trigger={<IconButton icon="more" label={`Actions for ${member.region}`} className="size-7" />}>
      <MenuItem
        icon="swap"
        reason={isPrimary ? 'It is the primary' : unready}
        onSelect={() => onPrimary(member.region)}
      >
        Make it the primary…
      </MenuItem>
      <MenuLine />
      <MenuItem icon="bin" danger reason={whyNot('scheduleDeletion', member.state)} onSelect={() => onDelete(member)}>
        Delete it here…
      </MenuItem>
    </Menu>
  )
}
