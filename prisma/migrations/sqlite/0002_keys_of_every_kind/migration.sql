-- CreateTable
CREATE TABLE "grants" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "grantId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "grantee" TEXT NOT NULL,
    "retiree" TEXT,
    "operations" TEXT NOT NULL,
    "constraints" TEXT,
    "createdAt" BIGINT NOT NULL,
    "endedAt" BIGINT,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "keyId", "grantId")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_keys" (
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
    "resumesAs" TEXT,
    "deletionAt" BIGINT,
    "pendingWindowInDays" INTEGER,
    "currentMaterialId" TEXT,
    "expirationModel" TEXT,
    "validTo" BIGINT,
    "rotationPeriodInDays" INTEGER,
    "nextRotationAt" BIGINT,
    "onDemandRotations" INTEGER NOT NULL,
    "policyVersion" INTEGER NOT NULL,
    "primaryRegion" TEXT,
    "replicaRegions" TEXT,
    "grantCount" INTEGER NOT NULL DEFAULT 0,
    "dueAt" BIGINT,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "keyId")
);
INSERT INTO "new_keys" ("account", "createdAt", "currentMaterialId", "deletionAt", "description", "keyId", "manager", "nextRotationAt", "onDemandRotations", "origin", "policyVersion", "region", "rotationPeriodInDays", "sandbox", "spec", "state", "usage", "version") SELECT "account", "createdAt", "currentMaterialId", "deletionAt", "description", "keyId", "manager", "nextRotationAt", "onDemandRotations", "origin", "policyVersion", "region", "rotationPeriodInDays", "sandbox", "spec", "state", "usage", "version" FROM "keys";
DROP TABLE "keys";
ALTER TABLE "new_keys" RENAME TO "keys";
CREATE INDEX "keys_sandbox_dueAt_idx" ON "keys"("sandbox", "dueAt") WHERE "dueAt" IS NOT NULL;
CREATE TABLE "new_materials" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "keyId" TEXT NOT NULL,
    "materialId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "rotationType" TEXT,
    "rotatedAt" BIGINT,
    "wrapped" BLOB,
    "publicKey" BLOB,
    "description" TEXT,
    "validTo" BIGINT,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "keyId", "materialId")
);
INSERT INTO "new_materials" ("account", "createdAt", "keyId", "materialId", "number", "region", "rotationType", "sandbox", "version", "wrapped") SELECT "account", "createdAt", "keyId", "materialId", "number", "region", "rotationType", "sandbox", "version", "wrapped" FROM "materials";
DROP TABLE "materials";
ALTER TABLE "new_materials" RENAME TO "materials";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "grants_sandbox_account_region_keyId_grantee_idx" ON "grants"("sandbox", "account", "region", "keyId", "grantee");

-- CreateIndex
CREATE INDEX "grants_sandbox_region_retiree_account_keyId_grantId_idx" ON "grants"("sandbox", "region", "retiree", "account", "keyId", "grantId") WHERE "retiree" IS NOT NULL;

-- What rows of before say in the new columns.
UPDATE "keys" SET "dueAt" = CASE "state" WHEN 'PendingDeletion' THEN "deletionAt" WHEN 'Enabled' THEN "nextRotationAt" END;
UPDATE "materials" SET "rotatedAt" = "createdAt" WHERE "rotationType" IS NOT NULL;
