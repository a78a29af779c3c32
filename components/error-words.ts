/** What an error means, and what a person can do about it. */
interface Words {
  readonly cause: string
  readonly step?: string
}

const NO_ACCESS: Words = {
  cause: 'No policy and no grant allows this, or one forbids it.',
  step: 'See why, or ask someone who may change the key policy to allow it.',
}
const POLICY: Words = { cause: 'The policy cannot be read as one.', step: 'Correct the document, then save again.' }
const FAULT: Words = {
  cause: 'The service failed; nothing was changed.',
  step: 'Try again. The server log has the details.',
}
const TAKEN = 'Something of this name is there already.'
const LIMIT: Words = { cause: 'A quota is used up.', step: 'Remove one that is no longer used, then try again.' }
const STORE = 'Look at the key store: its page says what is wrong.'

const WORDS: Readonly<Record<string, Words>> = {
  IncorrectTrustAnchorException: {
    cause: 'The certificate is not that of the cluster.',
    step: 'Paste the customerCA.crt of this very cluster.',
  },
  CloudHsmClusterInvalidConfigurationException: {
    cause: 'The cluster is not fit for a key store.',
    step: 'Give it two active HSMs in two Availability Zones.',
  },
  CloudHsmClusterNotFoundException: {
    cause: 'There is no such cluster in this Region.',
    step: 'Make the cluster first.',
  },
  XksProxyUriInUseException: {
    cause: 'Another key store has this address.',
    step: 'Give each a path of its own.',
  },
  XksProxyInvalidResponseException: {
    cause: 'The proxy answered with what the protocol does not have.',
    step: 'Look at the proxy: it does not speak the protocol rightly.',
  },
  XksProxyInvalidConfigurationException: {
    cause: 'The proxy answered that it is not set up for this.',
    step: 'Compare path, TLS and permissions with those of the proxy.',
  },
  XksProxyIncorrectAuthenticationCredentialException: {
    cause: 'The proxy does not know this credential.',
    step: 'Give the credential that the proxy knows.',
  },
  AccessDenied: NO_ACCESS,
  AccessDeniedException: NO_ACCESS,
  AccountAlreadyExistsException: {
    cause: 'An account of this id is hosted here already.',
    step: 'Choose another id, or leave it out to be given one.',
  },
  AlreadyExistsException: { cause: TAKEN, step: 'Choose another name, or retarget the one that exists.' },
  CloudHsmClusterInUseException: { cause: 'The cluster belongs to another key store.' },
  CloudHsmClusterNotActiveException: { cause: 'The cluster is not active.', step: STORE },
  ConflictException: { cause: 'Something else is under way with it.', step: 'Wait a moment, then try again.' },
  CustomKeyStoreHasCMKsException: {
    cause: 'The key store still has keys.',
    step: 'Schedule their deletion first, and wait until it is done.',
  },
  CustomKeyStoreInvalidStateException: {
    cause: 'The connection of the key store does not allow this now.',
    step: STORE,
  },
  CustomKeyStoreNameInUseException: { cause: TAKEN, step: 'Choose another name.' },
  CustomKeyStoreNotFoundException: { cause: 'There is no such key store in this Region.' },
  DependencyTimeoutException: { cause: 'Something outside did not answer in time.', step: 'Try again.' },
  DisabledException: { cause: 'The key is disabled.', step: 'Enable the key first.' },
  DryRunOperationException: { cause: 'This was a dry run: the call would have been allowed.' },
  EntityAlreadyExists: { cause: TAKEN, step: 'Choose another name.' },
  ExpiredImportTokenException: {
    cause: 'The import token is older than 24 hours.',
    step: 'Get a new public key and token, and wrap the material again.',
  },
  Forbidden: { cause: 'Your session may not do this here.' },
  ForeignOrigin: { cause: 'The request came from another site, so it was not taken.', step: 'Load this page again.' },
  IncorrectKeyException: {
    cause: 'The ciphertext was made with another key.',
    step: 'Leave the key out: a symmetric ciphertext names its own.',
  },
  IncorrectKeyMaterialException: {
    cause: 'This is not the material that is asked for.',
    step: 'It is not what this key has had, or no material of its spec. If an import of it as new was not answered, the key may have it by now: look at its materials.',
  },
  InternalFailure: FAULT,
  InvalidAliasNameException: { cause: 'An alias cannot be called so.' },
  InvalidArnException: { cause: 'This ARN is not of a kind that can be used here.' },
  InvalidCiphertextException: {
    cause: 'The ciphertext was changed, cut off, made elsewhere, or came with another encryption context.',
    step: 'Give exactly the context that it was encrypted with.',
  },
  InvalidGrantTokenException: { cause: 'The grant token is not valid.', step: 'Use the token that CreateGrant gave.' },
  InvalidImportTokenException: {
    cause: 'The import token belongs to another key.',
    step: 'Choose the token of this very key.',
  },
  InvalidKeyUsageException: {
    cause: 'The key is not for this: its usage or its spec does not fit.',
    step: 'Choose a key whose usage and algorithms fit.',
  },
  InvalidMarkerException: { cause: 'The place in the list is gone.', step: 'Begin the list again.' },
  KMSInternalException: FAULT,
  KMSInvalidMacException: { cause: 'The code does not belong to this message and key.' },
  KMSInvalidSignatureException: { cause: 'The signature does not belong to this message and key.' },
  KMSInvalidStateException: {
    cause: 'The state of the key, or the proxy of its key store, does not allow this now.',
    step: 'The pages of the key and of its key store say what is wrong.',
  },
  KeyUnavailableException: { cause: 'The key cannot be reached now.', step: 'Try again.' },
  LimitExceeded: LIMIT,
  LimitExceededException: LIMIT,
  MalformedPolicyDocument: POLICY,
  MalformedPolicyDocumentException: POLICY,
  'No answer': { cause: 'The server was not reached.', step: 'Look whether it runs, then try again.' },
  NoSuchEntity: { cause: 'There is none of this name.', step: 'It may have been deleted.' },
  NotAuthorizedException: { cause: 'Aliases that begin with alias/aws/ belong to AWS services.' },
  NotFoundException: {
    cause: 'There is no such thing here.',
    step: 'It may have been deleted, or it lives in another Region.',
  },
  PolicyChanged: {
    cause: 'Someone saved or deleted the policy since you opened it.',
    step: 'What you typed is still here: compare it with theirs, then keep one of the two.',
  },
  PrincipalChanged: {
    cause: 'The role that this page told of has ended, or the session was switched elsewhere, so nothing was done.',
    step: 'Look at who acts now, then do it again if you still want to.',
  },
  StepUpRefused: { cause: 'What was entered is wrong.', step: 'Try again.' },
  StepUpRequired: {
    cause: 'It is more than ten minutes ago that you showed who you are, so nothing was done.',
    step: 'Do it again, and enter your password or a code of your authenticator.',
  },
  SignedOut: { cause: 'The session has ended.', step: 'Sign in again.' },
  TagException: {
    cause: 'A tag cannot be so.',
    step: 'Check the tag keys: none may be given twice or begin with aws:.',
  },
  ThrottlingException: { cause: 'Too many calls came at once.', step: 'Wait a second, then try again.' },
  UnsupportedOperationException: { cause: 'Keys of this kind cannot do this.' },
  ValidationException: { cause: 'A value is missing or out of its bounds.' },
  XksProxyUriUnreachableException: { cause: 'The proxy of the key store does not answer.', step: STORE },
}

/** What an error means in plain words, by its AWS code. */
export function causeOf(code: string): string | undefined {
  return WORDS[code]?.cause
}

/** What a person can do about an error, by its AWS code. */
export function nextStep(code: string): string | undefined {
  return WORDS[code]?.step
}
