/** The look of a radio button; its words are a label around it. */
export const radioClass =
  'size-4 flex-none appearance-none rounded-full border border-mark bg-page checked:border-[5px] checked:border-accent disabled:bg-hover'
