//! Feeds a decoder spoilt inputs and watches it: no panic, no hang, no more
//! memory than a gigabyte.
//!
//! Start at [`Soak::run`]. A test program that uses it makes [`Counting`] its
//! allocator. The suite runs a bounded number of inputs;
//! `SPORTELLO_INPUTS=10000` asks for so many of each decoder (`cargo xtask
//! soak` does), and `SPORTELLO_FIRST_INPUT=17 SPORTELLO_INPUTS=1` for the
//! input with the number 17 alone.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    collections::BTreeMap,
    env, fs,
    panic::{self, AssertUnwindSafe, catch_unwind},
    process,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use super::mutation::mutated;

/// More than this no input may cost.
const MOST_BYTES: usize = 1_000_000_000;
/// An input that takes longer hangs: the program ends and names it. No input
/// measured took a hundredth of it.
const HANGS_AFTER: Duration = Duration::from_secs(120);

/// What is fed to what.
pub(crate) struct Soak {
    /// The decoder, as the report calls it.
    pub(crate) name: &'static str,
    /// Good inputs, of which the spoilt ones are made.
    pub(crate) seeds: Vec<Vec<u8>>,
    /// How many inputs the suite takes.
    pub(crate) in_suite: u64,
}

impl Soak {
    /// Feeds `decode`, which says in a word what came of an input, and prints a
    /// line of what was seen.
    ///
    /// # Panics
    ///
    /// Where `decode` panics or takes more than a gigabyte, by the number of
    /// the input.
    pub(crate) fn run(self, decode: impl Fn(&[u8]) -> &'static str + Send) {
        // Tests of one program share its memory: they take turns.
        static ALONE: Mutex<()> = Mutex::new(());
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);

        let first = number("SPORTELLO_FIRST_INPUT").unwrap_or(0);
        let count = number("SPORTELLO_INPUTS").unwrap_or(self.in_suite);
        let begun = Instant::now();
        let (report, progress) = mpsc::channel();
        let name = self.name;
        // Thousands of panics that a decoder catches itself are counted, not printed.
        let hook = panic::take_hook();
        panic::set_hook(Box::new(|_| {
            PANICS.fetch_add(1, Ordering::Relaxed);
        }));
        let caught_before = PANICS.load(Ordering::Relaxed);
        let seen = thread::scope(|scope| {
            let feeding = scope.spawn(move || self.feed(first..first + count, &decode, &report));
            watch(name, first, &progress);
            feeding.join().expect("the feeder catches every panic")
        });
        panic::set_hook(hook);
        eprintln!(
            "{name}: {count} inputs from {first} in {:.1} s, {} panics ({} caught by the product), slowest {} ms (input {}), most memory {} MB (input {}), process at most {} MB: {:?}",
            begun.elapsed().as_secs_f64(),
            seen.panics.len(),
            PANICS.load(Ordering::Relaxed) - caught_before - seen.panics.len(),
            seen.slowest.0.as_millis(),
            seen.slowest.1,
            seen.largest.0 / 1_000_000,
            seen.largest.1,
            process_peak_mb(),
            seen.outcomes,
        );
        assert_eq!(seen.panics, [], "{name}: inputs that panic");
        assert!(
            seen.largest.0 < MOST_BYTES,
            "{name}: input {} takes {} bytes",
            seen.largest.1,
            seen.largest.0
        );
        assert!(
            process_peak_mb() < MOST_BYTES / 1_000_000,
            "{name}: the process took {} MB",
            process_peak_mb()
        );
    }

    fn feed(
        &self,
        numbers: std::ops::Range<u64>,
        decode: &impl Fn(&[u8]) -> &'static str,
        report: &mpsc::Sender<u64>,
    ) -> Seen {
        let mut seen = Seen::default();
        for number in numbers {
            let input = mutated(&self.seeds, number);
            // The watch outlives the feeder.
            let _told = report.send(number);
            let before = Counting::begin();
            let begun = Instant::now();
            match catch_unwind(AssertUnwindSafe(|| decode(&input))) {
                Ok(outcome) => *seen.outcomes.entry(outcome).or_default() += 1,
                Err(_) => seen.panics.push(number),
            }
            let took = begun.elapsed();
            seen.slowest = seen.slowest.max((took, number));
            seen.largest = seen.largest.max((Counting::peak_since(before), number));
        }
        seen
    }
}

#[derive(Default)]
struct Seen {
    outcomes: BTreeMap<&'static str, u64>,
    panics: Vec<u64>,
    slowest: (Duration, u64),
    largest: (usize, u64),
}

/// Returns when the feeder is done; ends the program when an input hangs,
/// because a thread that hangs cannot be ended.
fn watch(name: &str, first: u64, progress: &mpsc::Receiver<u64>) {
    let mut last = first;
    loop {
        match progress.recv_timeout(HANGS_AFTER) {
            Ok(number) => last = number,
            Err(mpsc::RecvTimeoutError::Disconnected) => return,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                eprintln!("{name}: input {last} hangs");
                process::abort();
            }
        }
    }
}

fn number(variable: &str) -> Option<u64> {
    let value = env::var(variable).ok()?;
    Some(
        value
            .parse()
            .unwrap_or_else(|_| panic!("{variable} takes a number")),
    )
}

/// The most memory the process ever held, decoders in C included; 0 where the
/// system does not say.
fn process_peak_mb() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|line| line.trim().strip_suffix(" kB"))
        .and_then(|kilobytes| kilobytes.parse::<usize>().ok())
        .map_or(0, |kilobytes| kilobytes * 1024 / 1_000_000)
}

static PANICS: AtomicUsize = AtomicUsize::new(0);
static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, counting.
pub(crate) struct Counting;

impl Counting {
    /// Bytes held now, from which [`Counting::peak_since`] counts.
    fn begin() -> usize {
        let held = HELD.load(Ordering::Relaxed);
        PEAK.store(held, Ordering::Relaxed);
        held
    }

    fn peak_since(before: usize) -> usize {
        PEAK.load(Ordering::Relaxed).saturating_sub(before)
    }

    fn took(bytes: usize) {
        let held = HELD.fetch_add(bytes, Ordering::Relaxed) + bytes;
        PEAK.fetch_max(held, Ordering::Relaxed);
    }

    fn gave(bytes: usize) {
        HELD.fetch_sub(bytes, Ordering::Relaxed);
    }
}

#[expect(
    unsafe_code,
    reason = "an allocator is unsafe to implement; it only counts"
)]
// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::took(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        Self::took(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        Self::took(size);
        Self::gave(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(place, layout, size) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        Self::gave(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(place, layout) }
    }
}
