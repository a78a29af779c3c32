-- CreateTable
CREATE TABLE "keys" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "description" TEXT NOT NULL,
    "spec" TEXT NOT NULL,
    "usage" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "manager" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "deletionAt" BIGINT,
    "currentMaterialId" TEXT NOT NULL,
    "rotationPeriodInDays" INTEGER,
    "nextRotationAt" BIGINT,
    "onDemandRotations" INTEGER NOT NULL,
    "policyVersion" INTEGER NOT NULL,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "keyId")
);

-- CreateTable
CREATE TABLE "materials" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "materialId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "rotationType" TEXT,
    "wrapped" BLOB NOT NULL,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "keyId", "materialId")
);

-- CreateTable
CREATE TABLE "policies" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "document" TEXT NOT NULL,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "keyId", "number")
);

-- CreateTable
CREATE TABLE "tags" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "tagKey" TEXT NOT NULL,
    "tagValue" TEXT NOT NULL,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "keyId", "tagKey")
);

-- CreateTable
CREATE TABLE "aliases" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "updatedAt" BIGINT NOT NULL,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "name")
);

-- CreateTable
CREATE TABLE "domain_keys" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "wrapped" BLOB NOT NULL,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "number")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "userName" TEXT NOT NULL,
    "principalArn" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "seenAt" BIGINT NOT NULL,
    "revokedAt" BIGINT,
    "version" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "instance" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" BLOB NOT NULL,
    "version" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "events" (
    "sandbox" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "segment" BIGINT NOT NULL,
    "eventId" TEXT NOT NULL,
    "requestId" TEXT,
    "eventTime" BIGINT NOT NULL,
    "wallTime" BIGINT NOT NULL,
    "eventName" TEXT NOT NULL,
    "principal" TEXT NOT NULL,
    "readOnly" BOOLEAN NOT NULL,
    "outcome" TEXT NOT NULL,
    "keyUse" BOOLEAN NOT NULL,
    "resource1" TEXT,
    "resource2" TEXT,
    "resources" TEXT,
    "text" TEXT NOT NULL,

    PRIMARY KEY ("sandbox", "seq")
);

-- CreateTable
CREATE TABLE "key_uses" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "resource")
);

-- CreateTable
CREATE TABLE "counters" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "migrations" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "checksum" TEXT NOT NULL,
    "appliedAt" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "keys_sandbox_state_deletionAt_idx" ON "keys"("sandbox", "state", "deletionAt");

-- CreateIndex
CREATE INDEX "keys_sandbox_state_nextRotationAt_idx" ON "keys"("sandbox", "state", "nextRotationAt");

-- CreateIndex
CREATE INDEX "aliases_sandbox_account_region_keyId_name_idx" ON "aliases"("sandbox", "account", "region", "keyId", "name");

-- CreateIndex
CREATE INDEX "events_sandbox_account_region_seq_idx" ON "events"("sandbox", "account", "region", "seq");

-- CreateIndex
CREATE INDEX "events_sandbox_segment_resource1_idx" ON "events"("sandbox", "segment", "resource1");

-- CreateIndex
CREATE INDEX "events_sandbox_segment_resource2_idx" ON "events"("sandbox", "segment", "resource2") WHERE "resource2" IS NOT NULL;

-- CreateIndex
CREATE INDEX "events_sandbox_segment_requestId_idx" ON "events"("sandbox", "segment", "requestId");

-- CreateIndex
CREATE INDEX "events_sandbox_segment_eventId_idx" ON "events"("sandbox", "segment", "eventId");
