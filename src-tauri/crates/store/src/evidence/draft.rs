//! The sealed form of a recording under way.
//!
//! The same STREAM as in [`super::seal`], over a length that nobody knows yet:
//! `SPDRAFT1` and the 19 bytes of the nonce, then every 64 KiB of plain bytes
//! as 64 KiB and 16 bytes, as soon as there are so many. The last chunk is
//! shorter, may be empty, and says that it is the last. Where it is missing,
//! the writing was cut off, and every whole chunk before still opens.

use std::{
    fs::File,
    io::{self, Read, Write},
};

use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{
        Payload,
        stream::{StreamBE32, StreamPrimitive as _},
    },
};
use domain::id::EvidenceId;
use zeroize::{Zeroize as _, Zeroizing};

use super::seal::{CHUNK_BYTES, NONCE_BYTES, OpenError, SessionKey, TAG_BYTES, cipher};
use crate::keys::random_bytes;

const MAGIC: [u8; 8] = *b"SPDRAFT1";
const HEADER_BYTES: usize = MAGIC.len() + NONCE_BYTES;
const CHUNK: usize = CHUNK_BYTES as usize;
const SEALED_CHUNK: usize = CHUNK + TAG_BYTES as usize;
/// A loss of power costs at most so many chunks.
const SYNC_EVERY: u32 = 8;

/// Seals what is written to it, chunk by chunk. Dropping it writes the last
/// chunk; a process that is killed leaves the whole chunks.
pub struct DraftWriter {
    file: File,
    stream: StreamBE32<XChaCha20Poly1305>,
    bound: [u8; HEADER_BYTES + 16],
    position: u32,
    plain: Zeroizing<Vec<u8>>,
    /// A chunk could not be written: there is a gap, and nothing may follow it.
    broken: bool,
}

impl DraftWriter {
    /// Begins the draft `id` in `file`, which is empty.
    pub(crate) fn begin(key: &SessionKey, id: EvidenceId, mut file: File) -> io::Result<Self> {
        let nonce: [u8; NONCE_BYTES] = random_bytes();
        let mut header = [0; HEADER_BYTES];
        header[..MAGIC.len()].copy_from_slice(&MAGIC);
        header[MAGIC.len()..].copy_from_slice(&nonce);
        file.write_all(&header)?;
        file.sync_all()?;
        Ok(Self {
            file,
            stream: cipher(key, &nonce),
            bound: bound(&header, id),
            position: 0,
            plain: Zeroizing::new(Vec::with_capacity(CHUNK)),
            broken: false,
        })
    }

    fn seal_chunk(&mut self, last: bool) -> io::Result<()> {
        if self.broken {
            return Err(io::Error::other("an earlier chunk could not be written"));
        }
        let payload = Payload {
            msg: &self.plain,
            aad: &self.bound,
        };
        let sealed = self.stream.encrypt(self.position, last, payload);
        let written = sealed
            .map_err(|_| io::Error::other("a chunk could not be sealed"))
            .and_then(|sealed| self.file.write_all(&sealed));
        self.broken = written.is_err();
        written?;
        self.position = self
            .position
            .checked_add(1)
            .ok_or_else(|| io::Error::other("a draft of 256 TiB"))?;
        self.plain.zeroize();
        if last || self.position.is_multiple_of(SYNC_EVERY) {
            self.file.sync_data()?;
        }
        Ok(())
    }
}

impl Write for DraftWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(CHUNK - self.plain.len());
        self.plain.extend_from_slice(&bytes[..taken]);
        if self.plain.len() == CHUNK {
            self.seal_chunk(false)?;
        }
        Ok(taken)
    }

    /// Only whole chunks can be written before the last.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for DraftWriter {
    fn drop(&mut self) {
        if !self.broken
            && let Err(error) = self.seal_chunk(true)
        {
            tracing::warn!(%error, "The end of a recording could not be written");
        }
    }
}

/// The plain bytes of a draft, and whether its end is there.
pub struct Draft {
    /// The bytes, up to the last whole chunk.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Whether nothing is missing at the end.
    pub whole: bool,
}

/// Opens the draft `id` in `file`.
pub(crate) fn open(
    key: &SessionKey,
    id: EvidenceId,
    file: &mut impl Read,
) -> Result<Draft, OpenError> {
    let mut header = [0; HEADER_BYTES];
    file.read_exact(&mut header)?;
    let (magic, nonce) = header.split_at(MAGIC.len());
    if magic != MAGIC {
        return Err(OpenError::Altered);
    }
    let stream = cipher(key, nonce);
    let bound = bound(&header, id);
    let mut bytes = Zeroizing::new(Vec::new());
    let mut sealed = Vec::with_capacity(SEALED_CHUNK);
    for position in 0.. {
        sealed.clear();
        file.take(SEALED_CHUNK as u64).read_to_end(&mut sealed)?;
        let last = sealed.len() < SEALED_CHUNK;
        let payload = Payload {
            msg: &sealed,
            aad: &bound,
        };
        match stream.decrypt(position, last, payload).map(Zeroizing::new) {
            Ok(plain) => bytes.extend_from_slice(&plain),
            // A chunk that was not written to its end, or not begun.
            Err(_) if last => {
                return Ok(Draft {
                    bytes,
                    whole: false,
                });
            }
            Err(_) => return Err(OpenError::Altered),
        }
        if last {
            break;
        }
    }
    Ok(Draft { bytes, whole: true })
}

fn bound(header: &[u8; HEADER_BYTES], id: EvidenceId) -> [u8; HEADER_BYTES + 16] {
    let mut bound = [0; HEADER_BYTES + 16];
    bound[..HEADER_BYTES].copy_from_slice(header);
    bound[HEADER_BYTES..].copy_from_slice(id.as_bytes());
    bound
}

#[cfg(test)]
mod tests {
    use std::{io::Seek as _, mem};

    use super::*;

    #[test]
    fn every_size_around_a_chunk_comes_back() {
        for size in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7] {
            let case = Case::write(size);
            assert_eq!(case.open(), Some((plain(size), true)), "{size}");
        }
    }

    #[test]
    fn whatever_is_cut_off_every_whole_chunk_before_opens() {
        let case = Case::write(2 * CHUNK + 100);
        let length = case.sealed.len();
        for (cut, chunks) in [
            (1, 2),
            (116, 2),
            (117, 1),
            (116 + SEALED_CHUNK, 1),
            (117 + SEALED_CHUNK, 0),
            (length - HEADER_BYTES, 0),
        ] {
            let mut case = case.clone();
            case.sealed.truncate(length - cut);
            assert_eq!(case.open(), Some((plain(chunks * CHUNK), false)), "{cut}");
        }
    }

    #[test]
    fn a_writer_that_never_ended_leaves_its_whole_chunks() {
        let (key, id) = (SessionKey::fresh(), EvidenceId::fresh());
        let mut file = tempfile::tempfile().expect("a file");
        let sink = file.try_clone().expect("a second handle");
        let mut writer = DraftWriter::begin(&key, id, sink).expect("a draft");
        writer.write_all(&plain(CHUNK + 500)).expect("it is taken");
        // As if the process were killed: nothing is dropped.
        mem::forget(writer);
        file.rewind().expect("a file can be read again");
        let draft = open(&key, id, &mut file).expect("it opens");
        assert_eq!((&*draft.bytes, draft.whole), (&plain(CHUNK), false));
    }

    #[test]
    fn a_change_before_the_last_chunk_is_noticed() {
        let case = Case::write(2 * CHUNK);
        for place in [
            0,
            MAGIC.len(),
            HEADER_BYTES,
            HEADER_BYTES + SEALED_CHUNK + 3,
        ] {
            let mut altered = case.clone();
            altered.sealed[place] ^= 1;
            assert_eq!(altered.open(), None, "byte {place}");
        }
    }

    #[test]
    fn another_id_or_key_does_not_open_it() {
        let case = Case::write(CHUNK);
        let other_id = Case {
            id: EvidenceId::fresh(),
            ..case.clone()
        };
        let other_key = Case {
            key: SessionKey::fresh(),
            ..case
        };
        assert_eq!((other_id.open(), other_key.open()), (None, None));
    }

    #[derive(Clone)]
    struct Case {
        key: SessionKey,
        id: EvidenceId,
        sealed: Vec<u8>,
    }

    impl Case {
        fn write(size: usize) -> Self {
            let (key, id) = (SessionKey::fresh(), EvidenceId::fresh());
            let mut file = tempfile::tempfile().expect("a file");
            let sink = file.try_clone().expect("a second handle");
            let mut writer = DraftWriter::begin(&key, id, sink).expect("a draft");
            for piece in plain(size).chunks(50_000) {
                writer.write_all(piece).expect("it is taken");
            }
            drop(writer);
            let mut sealed = Vec::new();
            file.rewind().expect("a file can be read again");
            file.read_to_end(&mut sealed).expect("it can be read");
            Self { key, id, sealed }
        }

        fn open(&self) -> Option<(Vec<u8>, bool)> {
            match open(&self.key, self.id, &mut &self.sealed[..]) {
                Ok(draft) => Some((draft.bytes.to_vec(), draft.whole)),
                Err(OpenError::Altered) => None,
                Err(OpenError::Io(error)) => panic!("memory can be read: {error}"),
            }
        }
    }

    fn plain(size: usize) -> Vec<u8> {
        (0..size).map(|at| (at % 251) as u8).collect()
    }
}
