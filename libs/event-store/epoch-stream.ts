/** The one stream that every room knows by name: it says that the record was restored, and from where on. */
export const EPOCH_STREAM = 'epoch';
