-- AlterTable
ALTER TABLE "policies" ADD COLUMN "mac" BLOB;

-- AlterTable
ALTER TABLE "aliases" ADD COLUMN "mac" BLOB;

-- AlterTable
ALTER TABLE "grants" ADD COLUMN "mac" BLOB;

-- CreateTable
CREATE TABLE "accounts" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "mac" BLOB,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account")
);

-- CreateTable
CREATE TABLE "identities" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "uniqueId" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "description" TEXT NOT NULL,
    "boundary" TEXT,
    "maxSessionSeconds" INTEGER,
    "tags" TEXT NOT NULL,
    "mac" BLOB,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "kind", "name")
);

-- CreateTable
CREATE TABLE "managed_policies" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "uniqueId" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "updatedAt" BIGINT NOT NULL,
    "defaultVersion" INTEGER NOT NULL,
    "lastVersion" INTEGER NOT NULL,
    "tags" TEXT NOT NULL,
    "mac" BLOB,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "name")
);

-- CreateTable
CREATE TABLE "policy_documents" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "endedAt" BIGINT,
    "document" TEXT NOT NULL,
    "mac" BLOB,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "owner", "name", "number")
);

-- CreateTable
CREATE TABLE "attachments" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "policyArn" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "mac" BLOB,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "owner", "policyArn")
);

-- CreateTable
CREATE TABLE "memberships" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "groupName" TEXT NOT NULL,
    "userName" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "mac" BLOB,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "groupName", "userName")
);

-- CreateTable
CREATE TABLE "access_keys" (
    "accessKeyId" TEXT NOT NULL PRIMARY KEY,
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "userName" TEXT,
    "status" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "secret" BLOB NOT NULL,
    "mac" BLOB,
    "version" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "attachments_sandbox_account_policyArn_idx" ON "attachments"("sandbox", "account", "policyArn");

-- CreateIndex
CREATE INDEX "memberships_sandbox_account_userName_idx" ON "memberships"("sandbox", "account", "userName");

-- CreateIndex
CREATE INDEX "access_keys_sandbox_account_userName_idx" ON "access_keys"("sandbox", "account", "userName");

-- CreateIndex
CREATE INDEX "keys_sandbox_keyId_idx" ON "keys"("sandbox", "keyId");
