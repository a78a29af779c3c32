'use client'

import type { ErrorDto } from '#console/dto/result.ts'
import { isDenial } from '../denials.ts'
import { shortId } from '../format.ts'
import { usePaths, useScope } from '../hooks/frame.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { Link } from '../ui/link.tsx'
import { PageHead } from '../ui/page-head.tsx'
import { RequestLine } from '../ui/request-line.tsx'
import { Empty, ErrorPanel } from '../ui/states.tsx'

interface KeyMissingProps {
  readonly keyId: string
  readonly error: ErrorDto
}

/** In place of a key that is not there, or not for this principal to see. */
export function KeyMissing({ keyId, error }: KeyMissingProps) {
  const { region } = useScope()
  const paths = usePaths()
  const gone = error.code === 'NotFoundException'
  const all = (
    <Link href={paths.keys} className={buttonClass()}>
      All keys in {region}
    </Link>
  )
  return (
    <>
      <PageHead title="Key" up={{ href: paths.keys, label: 'Customer managed keys', here: shortId(keyId) }} />
      {gone || isDenial(error.code) ? (
        <Card>
          <Empty
            icon={gone ? 'search' : 'locked'}
            title={gone ? `There is no such key in ${region}` : 'You may not see this key'}
            action={all}
          >
            <p className="mono wrap-anywhere">{keyId}</p>
            <p>
              {gone
                ? 'Its waiting period may be over, or it lives in another Region: the Region stands in its ARN.'
                : 'Neither its key policy nor a grant lets you describe it.'}
            </p>
            <div className="grid justify-items-center text-md">
              <p className="font-medium">{error.code}</p>
              <p className="wrap-anywhere">{error.message}</p>
              <RequestLine error={error} />
            </div>
          </Empty>
        </Card>
      ) : (
        <ErrorPanel error={error} action={all} />
      )}
    </>
  )
}
