-- AlterTable
ALTER TABLE "sessions" ADD COLUMN "mac" BLOB;
ALTER TABLE "sessions" ADD COLUMN "method" TEXT;
ALTER TABLE "sessions" ADD COLUMN "mfaAt" BIGINT;
ALTER TABLE "sessions" ADD COLUMN "principalId" TEXT;
ALTER TABLE "sessions" ADD COLUMN "roleKeyId" TEXT;
ALTER TABLE "sessions" ADD COLUMN "roleToken" TEXT;
ALTER TABLE "sessions" ADD COLUMN "sourceIp" TEXT;
ALTER TABLE "sessions" ADD COLUMN "steppedUpAt" BIGINT;
ALTER TABLE "sessions" ADD COLUMN "userAgent" TEXT;

-- CreateTable
CREATE TABLE "login_profiles" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "principalId" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "passwordHash" TEXT,
    "passwordChangedAt" BIGINT,
    "lastSignInAt" BIGINT,
    "totpSecret" BLOB,
    "totpStep" BIGINT,
    "recoveryCodes" TEXT NOT NULL,
    "mac" BLOB,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "principalId")
);

-- CreateIndex
CREATE INDEX "sessions_sandbox_account_principalId_createdAt_idx" ON "sessions"("sandbox", "account", "principalId", "createdAt");
