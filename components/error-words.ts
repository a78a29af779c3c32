const STEPS: Readonly<Record<string, string>> = {
  AccountAlreadyExistsException: 'Choose another id, or leave it out to be given one.',
  AccessDeniedException: 'Ask someone who may change the key policy to allow this.',
  AlreadyExistsException: 'Choose another name, or retarget the one that exists.',
  DisabledException: 'Enable the key first.',
  ExpiredImportTokenException: 'Get a new public key and token, and wrap the material again.',
  IncorrectKeyMaterialException: 'It is not what this key has had, or no material of its spec.',
  InvalidCiphertextException: 'Wrap the material with the public key that came with this token.',
  InvalidImportTokenException: 'Choose the token of this very key.',
  KMSInvalidStateException: 'The state of the key does not allow this now.',
  LimitExceededException: 'Remove one that is no longer used, then try again.',
  MalformedPolicyDocumentException: 'Correct the document, then save again.',
  NotFoundException: 'It may have been deleted, or it lives in another Region.',
  PolicyChanged: 'Copy your text, load the saved policy, and make your change again.',
  TagException: 'Check the tag keys: none may be given twice or begin with aws:.',
  ThrottlingException: 'Wait a second, then try again.',
}

/** Whether a call was refused for want of permission, by its AWS code. */
export function isDenial(code: string): boolean {
  return code === 'AccessDeniedException'
}

/** What a person can do about an error, by its AWS code. */
export function nextStep(code: string): string | undefined {
  return STEPS[code]
}
