/** How a sandbox is made without the console. The secret is the reader's to fill in. */
export function creationSnippets(endpoint: string) {
  const text = [
    'curl -u "$KEYSTEAD_ADMIN_ACCESS_KEY_ID:$KEYSTEAD_ADMIN_SECRET_ACCESS_KEY" \\',
    `  -H 'Content-Type: application/json' -d '{"name": "team-demo"}' \\`,
    `  ${endpoint}/_keystead/sandboxes`,
  ].join('\n')
  return [{ value: 'curl', label: 'curl', text }]
}
