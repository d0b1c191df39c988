//! Things of which each can serve one thread at a time.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Several of a kind, of which every caller gets one for itself.
pub(super) struct Pool<T> {
    idle: Mutex<Vec<T>>,
    returned: Condvar,
}

impl<T> Pool<T> {
    /// Holds `all`, at least one.
    pub(super) fn new(all: Vec<T>) -> Self {
        Self {
            idle: Mutex::new(all),
            returned: Condvar::new(),
        }
    }

    /// What `work` makes of one that nobody else has; waits until there is one.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let mut idle = self.idle();
        let one = loop {
            if let Some(one) = idle.pop() {
                break one;
            }
            idle = self
                .returned
                .wait(idle)
                .unwrap_or_else(PoisonError::into_inner);
        };
        drop(idle);
        let mut lent = Lent {
            pool: self,
            one: Some(one),
        };
        let one = lent.one.as_mut().expect("it is taken back when this ends");
        work(one)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<T>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One that comes back however its work ends.
struct Lent<'a, T> {
    pool: &'a Pool<T>,
    one: Option<T>,
}

impl<T> Drop for Lent<'_, T> {
    fn drop(&mut self) {
        self.pool.idle().extend(self.one.take());
        self.pool.returned.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    #[test]
    fn two_callers_work_beside_each_other_and_a_third_waits() {
        let pool = Pool::new(vec![0, 0]);
        // Passed only when two are inside at the same time.
        let both = Barrier::new(2);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    pool.with(|uses| {
                        both.wait();
                        *uses += 1;
                    });
                    pool.with(|uses| *uses += 1);
                });
            }
        });
        let uses: i32 = pool.idle().iter().sum();
        assert_eq!((pool.idle().len(), uses), (2, 4));
    }

    #[test]
    fn one_whose_work_panics_comes_back() {
        let pool = Pool::new(vec![()]);
        let gone = catch_unwind(AssertUnwindSafe(|| pool.with(|()| panic!("on purpose"))));
        assert!(gone.is_err());
        pool.with(|()| ());
    }
}
