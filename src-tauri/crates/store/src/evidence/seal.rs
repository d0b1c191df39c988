//! The sealed form of a piece of evidence.
//!
//! STREAM over XChaCha20-Poly1305 (Hoang, Reyhanitabar, Rogaway, Vizár 2015;
//! the `StreamBE32` of the `aead` crate): the nonce of each chunk is 19 random
//! bytes of the file, the number of the chunk and a flag on the last. Chunks
//! open one by one, so that a part of a video can be read without the rest, and
//! none can be changed, moved, left out, or put into another file.
//!
//! A file is: `SPSEAL01`, the plain size in bytes (8 bytes, big-endian), the 19
//! bytes of the nonce; then every 64 KiB of plain bytes as 64 KiB and 16 bytes.
//! An empty piece has one empty chunk.

use std::{
    io::{self, Read, Seek, SeekFrom, Write},
    ops::Range,
};

use chacha20poly1305::{
    Key, KeyInit as _, XChaCha20Poly1305,
    aead::{
        Payload,
        generic_array::GenericArray,
        stream::{NewStream as _, StreamBE32, StreamPrimitive as _},
    },
};
use domain::id::EvidenceId;
use zeroize::Zeroizing;

use crate::keys::{random_bytes, random_key};

/// Plain bytes in a chunk.
pub(crate) const CHUNK_BYTES: u64 = 64 * 1024;
pub(super) const TAG_BYTES: u64 = 16;
const MAGIC: [u8; 8] = *b"SPSEAL01";
pub(super) const NONCE_BYTES: usize = 19;
const HEADER_BYTES: usize = MAGIC.len() + 8 + NONCE_BYTES;

/// The key of a session's evidence.
#[derive(Clone)]
pub(crate) struct SessionKey(Zeroizing<[u8; 32]>);

impl SessionKey {
    pub(crate) fn fresh() -> Self {
        Self(random_key())
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Zeroizing::new).map(Self)
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        self.0.as_slice()
    }
}

/// Why a sealed file did not open.
#[derive(Debug)]
pub(crate) enum OpenError {
    /// It could not be read.
    Io(io::Error),
    /// It is not what was sealed under this key for this id.
    Altered,
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            Self::Altered
        } else {
            Self::Io(error)
        }
    }
}

/// Seals `plain` for `id` into `file`.
pub(crate) fn seal(
    key: &SessionKey,
    id: EvidenceId,
    plain: &[u8],
    file: &mut impl Write,
) -> io::Result<()> {
    let header = header(plain.len() as u64, &random_bytes());
    let stream = stream(key, &header);
    let bound = bound(&header, id);
    file.write_all(&header)?;
    let last = chunks_in(plain.len() as u64) - 1;
    for position in 0..=last {
        let Range { start, end } = chunk_range(position, plain.len() as u64);
        let payload = Payload {
            msg: &plain[start as usize..end as usize],
            aad: &bound,
        };
        let sealed = stream
            .encrypt(position_in_stream(position)?, position == last, payload)
            .map_err(|_| io::Error::other("a chunk could not be sealed"))?;
        file.write_all(&sealed)?;
    }
    Ok(())
}

/// Opens the plain bytes `range` of `id`, whose plain size is `size_bytes`; the
/// range is cut to the size. Only the chunks that it touches are read.
pub(crate) fn open(
    key: &SessionKey,
    id: EvidenceId,
    size_bytes: u64,
    range: Range<u64>,
    file: &mut (impl Read + Seek),
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    if file.seek(SeekFrom::End(0))? != sealed_bytes(size_bytes) {
        return Err(OpenError::Altered);
    }
    file.seek(SeekFrom::Start(0))?;
    let mut header = [0; HEADER_BYTES];
    file.read_exact(&mut header)?;
    if header[..MAGIC.len()] != MAGIC || header[MAGIC.len()..][..8] != size_bytes.to_be_bytes() {
        return Err(OpenError::Altered);
    }
    let stream = stream(key, &header);
    let bound = bound(&header, id);
    let end = range.end.min(size_bytes);
    let start = range.start.min(end);
    let mut plain = Zeroizing::new(Vec::with_capacity((end - start) as usize));
    let last = chunks_in(size_bytes) - 1;
    let first_read = start / CHUNK_BYTES;
    let last_read = end.saturating_sub(1) / CHUNK_BYTES;
    file.seek(SeekFrom::Start(
        HEADER_BYTES as u64 + first_read * (CHUNK_BYTES + TAG_BYTES),
    ))?;
    for position in first_read..=last_read {
        let chunk = chunk_range(position, size_bytes);
        let mut sealed = vec![0; (chunk.end - chunk.start + TAG_BYTES) as usize];
        file.read_exact(&mut sealed)?;
        let payload = Payload {
            msg: &sealed,
            aad: &bound,
        };
        let opened = stream
            .decrypt(position_in_stream(position)?, position == last, payload)
            .map(Zeroizing::new)
            .map_err(|_| OpenError::Altered)?;
        let from = start.max(chunk.start) - chunk.start;
        let to = end.min(chunk.end).max(chunk.start) - chunk.start;
        if from < to {
            plain.extend_from_slice(&opened[from as usize..to as usize]);
        }
    }
    Ok(plain)
}

/// The size of the sealed form of `plain_bytes`.
fn sealed_bytes(plain_bytes: u64) -> u64 {
    HEADER_BYTES as u64 + plain_bytes + chunks_in(plain_bytes) * TAG_BYTES
}

fn chunks_in(plain_bytes: u64) -> u64 {
    plain_bytes.div_ceil(CHUNK_BYTES).max(1)
}

fn chunk_range(position: u64, plain_bytes: u64) -> Range<u64> {
    let start = position * CHUNK_BYTES;
    start..(start + CHUNK_BYTES).min(plain_bytes)
}

fn position_in_stream(position: u64) -> io::Result<u32> {
    u32::try_from(position).map_err(|_| io::Error::other("evidence of 256 TiB or more"))
}

fn header(plain_bytes: u64, nonce: &[u8; NONCE_BYTES]) -> [u8; HEADER_BYTES] {
    let mut header = [0; HEADER_BYTES];
    header[..8].copy_from_slice(&MAGIC);
    header[8..16].copy_from_slice(&plain_bytes.to_be_bytes());
    header[16..].copy_from_slice(nonce);
    header
}

fn stream(key: &SessionKey, header: &[u8; HEADER_BYTES]) -> StreamBE32<XChaCha20Poly1305> {
    cipher(key, &header[16..])
}

/// The cipher of a file under the nonce that it begins with.
pub(super) fn cipher(key: &SessionKey, nonce: &[u8]) -> StreamBE32<XChaCha20Poly1305> {
    let cipher = XChaCha20Poly1305::new(Key::from_slice(key.as_slice()));
    StreamBE32::from_aead(cipher, GenericArray::from_slice(nonce))
}

/// What every chunk is bound to: the header and the id.
fn bound(header: &[u8; HEADER_BYTES], id: EvidenceId) -> [u8; HEADER_BYTES + 16] {
    let mut bound = [0; HEADER_BYTES + 16];
    bound[..HEADER_BYTES].copy_from_slice(header);
    bound[HEADER_BYTES..].copy_from_slice(id.as_bytes());
    bound
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    const CHUNK: usize = CHUNK_BYTES as usize;

    #[test]
    fn every_size_around_a_chunk_comes_back() {
        for size in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7] {
            let plain = plain(size);
            let case = Case::seal(&plain);
            assert_eq!(case.sealed.len() as u64, sealed_bytes(size as u64));
            assert_eq!(
                case.open(0..size as u64).as_deref(),
                Some(plain.as_slice()),
                "{size}"
            );
        }
    }

    #[test]
    fn any_range_is_the_same_range_of_the_plain_bytes() {
        let plain = plain(2 * CHUNK + 100);
        let case = Case::seal(&plain);
        for (start, end) in [
            (0, 0),
            (0, 1),
            (5, 5),
            (CHUNK - 1, CHUNK + 1),
            (CHUNK, 2 * CHUNK),
            (10, 2 * CHUNK + 90),
            (2 * CHUNK + 99, 2 * CHUNK + 100),
        ] {
            let opened = case.open(start as u64..end as u64);
            assert_eq!(
                opened.as_deref(),
                Some(&plain[start..end]),
                "{start}..{end}"
            );
        }
    }

    #[test]
    fn a_range_past_the_end_is_cut_to_it() {
        let case = Case::seal(&plain(10));
        assert_eq!(case.open(4..99), Some(plain(10)[4..].to_vec()));
        assert_eq!(case.open(50..99), Some(Vec::new()));
    }

    #[test]
    fn a_range_reads_no_chunk_that_it_does_not_touch() {
        let plain = plain(3 * CHUNK);
        let mut case = Case::seal(&plain);
        let middle = HEADER_BYTES + CHUNK + 16 + 5;
        case.sealed[middle] ^= 1;
        assert_eq!(case.open(0..10), Some(plain[..10].to_vec()));
        assert_eq!(
            case.open(CHUNK as u64..CHUNK as u64 + 1),
            None,
            "the altered chunk"
        );
        assert_eq!(case.open(0..3 * CHUNK as u64), None, "the whole");
    }

    #[test]
    fn one_changed_bit_anywhere_is_noticed() {
        let case = Case::seal(&plain(300));
        for place in 0..case.sealed.len() {
            let mut altered = case.clone();
            altered.sealed[place] ^= 0x10;
            assert_eq!(altered.open(0..300), None, "byte {place}");
        }
    }

    #[test]
    fn a_cut_or_lengthened_file_is_noticed() {
        let case = Case::seal(&plain(2 * CHUNK));
        for change in [-1_i64, -(CHUNK as i64 + 16), 1] {
            let mut altered = case.clone();
            let length = (case.sealed.len() as i64 + change) as usize;
            altered.sealed.resize(length, 0);
            assert_eq!(altered.open(0..10), None, "{change}");
        }
    }

    #[test]
    fn exchanged_chunks_are_noticed() {
        let mut case = Case::seal(&plain(3 * CHUNK));
        let step = CHUNK + 16;
        let (left, right) = case.sealed.split_at_mut(HEADER_BYTES + step);
        left[HEADER_BYTES..].swap_with_slice(&mut right[..step]);
        assert_eq!(case.open(0..3 * CHUNK as u64), None);
    }

    #[test]
    fn another_id_or_key_does_not_open_it() {
        let case = Case::seal(&plain(10));
        let other_id = Case {
            id: EvidenceId::fresh(),
            ..case.clone()
        };
        let other_key = Case {
            key: SessionKey::fresh(),
            ..case
        };
        assert_eq!(other_id.open(0..10), None);
        assert_eq!(other_key.open(0..10), None);
    }

    #[derive(Clone)]
    struct Case {
        key: SessionKey,
        id: EvidenceId,
        size_bytes: u64,
        sealed: Vec<u8>,
    }

    impl Case {
        fn seal(plain: &[u8]) -> Self {
            let key = SessionKey::fresh();
            let id = EvidenceId::fresh();
            let mut sealed = Vec::new();
            seal(&key, id, plain, &mut sealed).expect("memory takes everything");
            let size_bytes = plain.len() as u64;
            Self {
                key,
                id,
                size_bytes,
                sealed,
            }
        }

        fn open(&self, range: Range<u64>) -> Option<Vec<u8>> {
            let mut file = Cursor::new(&self.sealed);
            match open(&self.key, self.id, self.size_bytes, range, &mut file) {
                Ok(plain) => Some(plain.to_vec()),
                Err(OpenError::Altered) => None,
                Err(OpenError::Io(error)) => panic!("memory can be read: {error}"),
            }
        }
    }

    fn plain(size: usize) -> Vec<u8> {
        (0..size).map(|at| (at % 251) as u8).collect()
    }
}
