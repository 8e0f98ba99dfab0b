/**
 * One-dimensional arrays in PostgreSQL's binary form. A parameter given as bytes goes over the wire as it is: no quoting
 * of every text here and no parsing of it there, and half the bytes for hashes.
 */
const OID = { int2: 21, int4: 23, text: 25, bytea: 17, uuid: 2950 } as const;
const HEADER_BYTES = 20;

export function int2Array(values: readonly number[]): Buffer {
  return encode(OID.int2, values, () => 2, (value, bytes, at) => bytes.writeInt16BE(value, at));
}

export function int4Array(values: readonly number[]): Buffer {
  return encode(OID.int4, values, () => 4, (value, bytes, at) => bytes.writeInt32BE(value, at));
}

export function textArray(values: readonly string[]): Buffer {
  return encode(OID.text, values, (value) => Buffer.byteLength(value), (value, bytes, at) => bytes.write(value, at));
}

export function byteaArray(values: readonly Buffer[]): Buffer {
  return encode(OID.bytea, values, (value) => value.length, (value, bytes, at) => value.copy(bytes, at));
}

export function uuidArray(values: readonly string[]): Buffer {
  return encode(OID.uuid, values, () => 16, (value, bytes, at) => bytes.write(value.replaceAll('-', ''), at, 'hex'));
}

function encode<T>(oid: number, values: readonly T[], sizeOf: (value: T) => number, write: (value: T, bytes: Buffer, at: number) => unknown): Buffer {
  const sizes = values.map(sizeOf);
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + 4 + size, HEADER_BYTES));
  // Dimensions, no nulls, element type, length, lower bound.
  [1, 0, oid, values.length, 1].forEach((word, index) => bytes.writeInt32BE(word, 4 * index));
  let at = HEADER_BYTES;
  values.forEach((value, index) => {
    const size = sizes[index]!;
    bytes.writeInt32BE(size, at);
    write(value, bytes, at + 4);
    at += 4 + size;
  });
  return bytes;
}
