import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // By itself the development server prints what actions are called with: passwords and plaintexts.
  logging: { serverFunctions: false },
  // Types are a step of `npm test`: a build at first start must not fail by, nor wait for, the types of tests.
  typescript: { ignoreBuildErrors: true },
  experimental: { authInterrupts: true, optimizePackageImports: ['radix-ui'] },
  serverExternalPackages: ['better-sqlite3', '@prisma/client', '@prisma/adapter-better-sqlite3'],
}

export default config
