-- CreateTable
CREATE TABLE "segments" (
    "sandbox" TEXT NOT NULL,
    "segment" BIGINT NOT NULL,
    "root" BLOB NOT NULL,

    PRIMARY KEY ("sandbox", "segment")
);

-- CreateTable
CREATE TABLE "checkpoints" (
    "sandbox" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "text" TEXT NOT NULL,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "size")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_events" (
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
    "leaf" BLOB NOT NULL,

    PRIMARY KEY ("sandbox", "seq")
);
-- Segments begin with the tree's leaf 0, which is event 1. The leaves are hashed by lib/store/prisma/seal-older-log.ts.
INSERT INTO "new_events" ("account", "eventId", "eventName", "eventTime", "keyUse", "leaf", "outcome", "principal", "readOnly", "region", "requestId", "resource1", "resource2", "resources", "sandbox", "segment", "seq", "text", "wallTime") SELECT "account", "eventId", "eventName", "eventTime", "keyUse", x'', "outcome", "principal", "readOnly", "region", "requestId", "resource1", "resource2", "resources", "sandbox", ("seq" - 1) / 512, "seq", "text", "wallTime" FROM "events";
DROP TABLE "events";
ALTER TABLE "new_events" RENAME TO "events";
CREATE INDEX "events_sandbox_account_region_seq_idx" ON "events"("sandbox", "account", "region", "seq");
CREATE INDEX "events_sandbox_segment_resource1_idx" ON "events"("sandbox", "segment", "resource1");
CREATE INDEX "events_sandbox_segment_resource2_idx" ON "events"("sandbox", "segment", "resource2") WHERE "resource2" IS NOT NULL;
CREATE INDEX "events_sandbox_segment_requestId_idx" ON "events"("sandbox", "segment", "requestId");
CREATE INDEX "events_sandbox_segment_eventId_idx" ON "events"("sandbox", "segment", "eventId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
