import { Skeleton } from '#components/ui/states.tsx'

export default function Loading() {
  return <Skeleton />
}
