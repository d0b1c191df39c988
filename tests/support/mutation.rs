//! Inputs spoilt on purpose: seeded, so that a number names the input.
//!
//! Start at [`mutated`]. What a mutation does is what files suffer (bits flip,
//! ends are lost) and what attackers do (lengths and headers lie, parts of one
//! file stand in another).

/// Values at which parsers stumble.
const AWKWARD: [u64; 10] = [
    0,
    1,
    2,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0xffff,
    0x7fff_ffff,
    0xffff_ffff,
];
/// As much of a file is called its header.
const HEADER_BYTES: usize = 64;
/// Mutations of one input.
const MOST_MUTATIONS: usize = 5;

/// The input number `number` made of `seeds`: one of them, mutated one to five
/// times, now and then with parts of another. The same number gives the same
/// input.
pub(crate) fn mutated(seeds: &[Vec<u8>], number: u64) -> Vec<u8> {
    let mut random = Random::new(number);
    let mut bytes = seeds[random.below(seeds.len())].clone();
    // A file of another length is seldom one that a decoder looks into; most
    // inputs keep theirs.
    let kinds = if random.below(3) == 0 {
        KINDS
    } else {
        IN_PLACE
    };
    for _ in 0..=random.below(MOST_MUTATIONS) {
        mutate(&mut bytes, seeds, random.below(kinds), &mut random);
    }
    if random.below(2) == 0 {
        repair_png(&mut bytes);
    }
    bytes
}

/// Kinds of mutation that keep the length: the first of [`KINDS`].
const IN_PLACE: usize = 5;
const KINDS: usize = 9;

fn mutate(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], kind: usize, random: &mut Random) {
    if bytes.is_empty() {
        bytes.push(random.byte());
        return;
    }
    let at = random.below(bytes.len());
    let in_header = random.below(bytes.len().min(HEADER_BYTES));
    match kind {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes[at] = random.byte(),
        2 => lie(bytes, at, random),
        3 => bytes[in_header] = random.byte(),
        4 => lie(bytes, in_header, random),
        5 => bytes.truncate(at),
        // Another seed goes on where this one stops.
        6 => {
            let other = &seeds[random.below(seeds.len())];
            bytes.truncate(at);
            bytes.extend_from_slice(&other[random.below(other.len())..]);
        }
        7 => {
            let part = stretch(bytes, at, random).to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, part);
        }
        _ => {
            let length = stretch(bytes, at, random).len();
            bytes.drain(at..at + length);
        }
    }
}

/// Up to 256 bytes from `at` on.
fn stretch<'a>(bytes: &'a [u8], at: usize, random: &mut Random) -> &'a [u8] {
    let length = 1 + random.below(256);
    &bytes[at..(at + length).min(bytes.len())]
}

/// Writes an awkward number of one, two or four bytes at `at`, in either order
/// of bytes, as a length field has it.
fn lie(bytes: &mut [u8], at: usize, random: &mut Random) {
    let size = [1, 2, 4][random.below(3)];
    let value = match random.below(4) {
        0 => bytes.len() as u64,
        1 => (bytes.len() as u64).wrapping_sub(random.below(16) as u64),
        _ => AWKWARD[random.below(AWKWARD.len())],
    };
    let mut field = value.to_be_bytes()[8 - size..].to_vec();
    if random.below(2) == 0 {
        field.reverse();
    }
    for (byte, new) in bytes[at..].iter_mut().zip(field) {
        *byte = new;
    }
}

/// Makes the check sums of a PNG's parts right again: without it, no decoder
/// looks behind the first of them that is wrong.
fn repair_png(bytes: &mut [u8]) {
    if !bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return;
    }
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 4) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let end = at.saturating_add(8).saturating_add(length);
        let Some(covered) = bytes.get(at + 4..end) else {
            return;
        };
        let sum = crc32(covered).to_be_bytes();
        let Some(place) = bytes.get_mut(end..end + 4) else {
            return;
        };
        place.copy_from_slice(&sum);
        at = end + 4;
    }
}

/// CRC-32 of ISO 3309, as PNG uses it.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, and the same everywhere.
struct Random(u64);

impl Random {
    /// Neighbouring numbers begin far apart.
    fn new(number: u64) -> Self {
        let mut random = Self(number);
        Self(random.next())
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// 0 to `bound` − 1; 0 where `bound` is 0. The bias of the remainder does not matter here.
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.next() as u8
    }
}

#[test]
fn a_number_names_its_input() {
    let seeds = [b"one file of bytes".to_vec(), b"and another".to_vec()];
    let all: Vec<Vec<u8>> = (0..500).map(|number| mutated(&seeds, number)).collect();
    let again: Vec<Vec<u8>> = (0..500).map(|number| mutated(&seeds, number)).collect();
    assert_eq!(all, again);
    let spoilt = all.iter().filter(|bytes| !seeds.contains(bytes)).count();
    assert!(spoilt > 450, "{spoilt} of 500 differ from their seeds");
}

#[test]
fn the_check_sum_is_the_published_one() {
    assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
}
