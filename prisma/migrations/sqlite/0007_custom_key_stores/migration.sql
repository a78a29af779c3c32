-- AlterTable
ALTER TABLE "keys" ADD COLUMN "customKeyStoreId" TEXT;
ALTER TABLE "keys" ADD COLUMN "xksKeyId" TEXT;

-- CreateTable
CREATE TABLE "key_stores" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "customKeyStoreId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "errorCode" TEXT,
    "keyCount" INTEGER NOT NULL,
    "clusterId" TEXT,
    "trustAnchor" TEXT,
    "connectivity" TEXT,
    "uriEndpoint" TEXT,
    "uriPath" TEXT,
    "vpcServiceName" TEXT,
    "vpcServiceOwner" TEXT,
    "accessKeyId" TEXT,
    "secret" BLOB NOT NULL,
    "mac" BLOB,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "number")
);

-- CreateTable
CREATE TABLE "simulated_clusters" (
    "sandbox" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "zones" TEXT NOT NULL,
    "trustAnchor" TEXT NOT NULL,
    "fault" TEXT,
    "password" BLOB NOT NULL,
    "mac" BLOB,
    "version" BIGINT NOT NULL,

    PRIMARY KEY ("sandbox", "account", "region", "clusterId")
);

-- CreateIndex
CREATE INDEX "keys_sandbox_account_region_customKeyStoreId_xksKeyId_idx" ON "keys"("sandbox", "account", "region", "customKeyStoreId", "xksKeyId") WHERE "xksKeyId" IS NOT NULL;
