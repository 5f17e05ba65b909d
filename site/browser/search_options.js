// How the index is made and read, which must be the same.

export const searchOptions = {
  idField: 'url',
  fields: ['title', 'page', 'text'],
  storeFields: ['title', 'page', 'start'],
}
