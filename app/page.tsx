import { redirect } from 'next/navigation'
import { startPath } from '#console/page.ts'

export default async function StartPage() {
  redirect((await startPath()) ?? '/sign-in')
}
