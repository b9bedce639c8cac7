// Made from locales/en.ftl; `cargo nextest run words` says when it must be made again.

interface ChatWords {
  /** BCP 47, and the same for Intl. */
  lang: string;
  intl: string;
  accessibility: string;
  again: string;
  assistant: string;
  bad: string;
  begin: string;
  brokeOff: string;
  cancel: string;
  clear: string;
  clearText: string;
  clearTitle: string;
  close: string;
  conversation: string;
  conversations: string;
  copied: string;
  copy: string;
  copyAll: string;
  description: string;
  download: string;
  earlier: string;
  edit: string;
  editing: string;
  empty: string;
  failure: string;
  found: (values: { count: number }) => string;
  good: string;
  greeting: string;
  label: string;
  menu: string;
  more: string;
  noAnswer: string;
  none: string;
  noscript: string;
  nothing: string;
  notice: string;
  notices: string;
  offline: string;
  opens: string;
  reference: (values: { id: string | number }) => string;
  remove: string;
  removeText: string;
  removeTitle: string;
  rename: string;
  retry: string;
  save: string;
  search: string;
  send: string;
  signedOut: string;
  stop: string;
  stopped: string;
  title: string;
  untitled: string;
  you: string;
}
