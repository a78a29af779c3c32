terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "endpoint" { type = string }
variable "account" { type = string }
variable "generation" { type = string }
variable "rotated" { type = bool }
variable "material" {
  type      = string
  sensitive = true
}

provider "aws" {
  region                  = "us-east-1"
  skip_metadata_api_check = true
  endpoints {
    kms = var.endpoint
    sts = var.endpoint
  }
  default_tags {
    tags = { managed-by = "terraform" }
  }
}

provider "aws" {
  alias                   = "west"
  region                  = "eu-west-1"
  skip_metadata_api_check = true
  endpoints {
    kms = var.endpoint
    sts = var.endpoint
  }
}

locals {
  root = "arn:aws:iam::${var.account}:root"
  policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Owner"
        Effect    = "Allow"
        Principal = { AWS = local.root }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "Guest"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::444455556666:root" }
        Action    = ["kms:Encrypt", "kms:Decrypt"]
        Resource  = "*"
        Condition = { StringEquals = { "kms:EncryptionContext:tenant" = ["guest"] } }
      },
    ]
  }
}

data "aws_caller_identity" "current" {}

resource "aws_kms_key" "symmetric" {
  description             = "symmetric, ${var.generation}"
  enable_key_rotation     = var.rotated
  rotation_period_in_days = var.rotated ? 180 : null
  deletion_window_in_days = 7
  tags                    = { generation = var.generation }
}

resource "aws_kms_key" "policy" {
  description             = "with a policy of its own"
  deletion_window_in_days = 7
  policy                  = jsonencode(local.policy)
}

resource "aws_kms_key" "disabled" {
  description             = "disabled"
  deletion_window_in_days = 7
  is_enabled              = !var.rotated
}

resource "aws_kms_key" "rsa" {
  description              = "rsa"
  customer_master_key_spec = "RSA_2048"
  key_usage                = "SIGN_VERIFY"
  deletion_window_in_days  = 7
}

resource "aws_kms_key" "ecc" {
  description              = "ecc"
  customer_master_key_spec = "ECC_NIST_P384"
  key_usage                = "KEY_AGREEMENT"
  deletion_window_in_days  = 7
}

resource "aws_kms_key" "hmac" {
  description              = "hmac"
  customer_master_key_spec = "HMAC_256"
  key_usage                = "GENERATE_VERIFY_MAC"
  deletion_window_in_days  = 7
}

resource "aws_kms_key" "primary" {
  description             = "primary"
  multi_region            = true
  deletion_window_in_days = 7
}

resource "aws_kms_replica_key" "west" {
  provider                = aws.west
  description             = "replica, ${var.generation}"
  primary_key_arn         = aws_kms_key.primary.arn
  deletion_window_in_days = 7
  tags                    = { generation = var.generation }
}

resource "aws_kms_external_key" "imported" {
  description             = "imported"
  key_material_base64     = var.material
  enabled                 = true
  deletion_window_in_days = 7
}

resource "aws_kms_external_key" "primary" {
  description             = "imported primary"
  key_material_base64     = var.material
  multi_region            = true
  enabled                 = true
  deletion_window_in_days = 7
}

resource "aws_kms_replica_external_key" "west" {
  provider                = aws.west
  description             = "imported replica"
  primary_key_arn         = aws_kms_external_key.primary.arn
  key_material_base64     = var.material
  enabled                 = true
  deletion_window_in_days = 7
}

resource "aws_kms_key_policy" "symmetric" {
  key_id = aws_kms_key.symmetric.id
  policy = jsonencode(local.policy)
}

resource "aws_kms_alias" "symmetric" {
  name          = "alias/terraform/symmetric"
  target_key_id = var.rotated ? aws_kms_key.symmetric.key_id : aws_kms_key.policy.key_id
}

resource "aws_kms_alias" "prefixed" {
  name_prefix   = "alias/terraform-"
  target_key_id = aws_kms_key.rsa.arn
}

resource "aws_kms_grant" "guest" {
  name               = "guest"
  key_id             = aws_kms_key.symmetric.key_id
  grantee_principal  = "arn:aws:iam::444455556666:root"
  retiring_principal = local.root
  operations         = ["Encrypt", "Decrypt", "GenerateDataKey"]
  constraints {
    encryption_context_equals = { tenant = "guest" }
  }
}

resource "aws_kms_ciphertext" "sealed" {
  key_id    = aws_kms_key.symmetric.key_id
  plaintext = "sealed by terraform"
  context   = { tenant = "terraform" }
}

data "aws_kms_secrets" "opened" {
  secret {
    name    = "sealed"
    payload = aws_kms_ciphertext.sealed.ciphertext_blob
    context = { tenant = "terraform" }
  }
}

data "aws_kms_ciphertext" "by_alias" {
  key_id    = aws_kms_alias.symmetric.name
  plaintext = "by alias"
}

data "aws_kms_public_key" "rsa" {
  key_id = aws_kms_key.rsa.key_id
}

data "aws_kms_key" "by_alias" {
  key_id = aws_kms_alias.prefixed.name
}

data "aws_kms_alias" "managed" {
  name = "alias/aws/s3"
}

output "account" { value = data.aws_caller_identity.current.account_id }
output "opened" {
  value     = data.aws_kms_secrets.opened.plaintext["sealed"]
  sensitive = true
}
output "public_key" { value = data.aws_kms_public_key.rsa.public_key_pem }
output "by_alias" { value = data.aws_kms_key.by_alias.id }
output "managed" { value = data.aws_kms_alias.managed.target_key_arn }
output "keys" {
  value = {
    symmetric        = aws_kms_key.symmetric.key_id
    disabled         = aws_kms_key.disabled.key_id
    rsa              = aws_kms_key.rsa.key_id
    primary          = aws_kms_key.primary.key_id
    imported         = aws_kms_external_key.imported.id
    imported_primary = aws_kms_external_key.primary.id
  }
}
output "replica" { value = aws_kms_replica_key.west.arn }
