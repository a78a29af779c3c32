import type { AdminPorts } from '#admin/ports.ts'

/** For an administration in whose tests no fixture is applied. */
export const NO_FIXTURES: AdminPorts['fixtures'] = {
  withNew: () => Promise.reject(new Error('there are no fixtures in this test')),
  draft: () => {
    throw new Error('there are no fixtures in this test')
  },
}

/** For an administration in whose tests no sample is loaded. */
export const NO_DEMO: AdminPorts['loadDemo'] = () => Promise.reject(new Error('there is no sample in this test'))
