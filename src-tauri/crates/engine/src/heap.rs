//! The heap of the C library, which ONNX Runtime and FFmpeg live on too.

/// Lets the threads of the program share two arenas of heap.
///
/// Left alone, GNU's C library gives every thread one of its own, up to eight
/// a core, and what a session's threads used stays with them after they ended:
/// each of the first ten sessions costs 10 to 20 MB that none gives back. The
/// threads here compute for milliseconds between two allocations, so that they
/// do not wait for each other.
pub(crate) fn share() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        const ARENAS: libc::c_int = 2;

        #[expect(unsafe_code, reason = "the C library has no safe door to its settings")]
        // SAFETY: it takes two numbers and may be called at any time; where it
        // does not take them, nothing changes.
        let _taken = unsafe { libc::mallopt(libc::M_ARENA_MAX, ARENAS) };
    }
}
