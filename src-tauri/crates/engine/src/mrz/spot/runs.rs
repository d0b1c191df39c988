//! Connected ink as runs of pixels: joined, labelled and measured.

/// Neighbouring ink in one row: `from` up to, but without, `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) row: u32,
    pub(super) from: u32,
    pub(super) to: u32,
}

/// The runs of `ink`, row by row, left to right.
pub(super) fn runs(ink: &[bool], width: usize) -> Vec<Run> {
    let mut runs = Vec::new();
    for (row, pixels) in ink.chunks_exact(width.max(1)).enumerate() {
        let mut from = None;
        for (column, ink) in pixels.iter().copied().chain([false]).enumerate() {
            match (ink, from) {
                (true, None) => from = Some(column),
                (false, Some(start)) => {
                    runs.push(Run {
                        row: row as u32,
                        from: start as u32,
                        to: column as u32,
                    });
                    from = None;
                }
                (true, Some(_)) | (false, None) => {}
            }
        }
    }
    runs
}

/// The runs with gaps filled that both neighbours reach across: each run comes
/// with how far it reaches, in pixels.
pub(super) fn joined(runs: &[(Run, u32)]) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
    let mut before = 0;
    for (run, reach) in runs {
        match joined.last_mut() {
            Some(last) if last.row == run.row && run.from <= last.to + before.min(*reach) => {
                last.to = run.to;
            }
            _ => joined.push(*run),
        }
        before = *reach;
    }
    joined
}

/// The number of the component of each run, counted from 0: runs that touch,
/// also over a corner, are connected. `runs` are sorted.
pub(super) fn labelled(runs: &[Run]) -> Vec<usize> {
    let mut parents: Vec<usize> = (0..runs.len()).collect();
    let mut above = 0;
    for (at, run) in runs.iter().enumerate() {
        while runs[above].row + 1 < run.row
            || (runs[above].row + 1 == run.row && runs[above].to < run.from)
        {
            above += 1;
        }
        let mut other = above;
        while runs[other].row + 1 == run.row && runs[other].from <= run.to {
            let (a, b) = (root(&mut parents, other), root(&mut parents, at));
            parents[a.max(b)] = a.min(b);
            other += 1;
        }
    }
    let mut numbers = vec![usize::MAX; runs.len()];
    let mut count = 0;
    (0..runs.len())
        .map(|at| {
            let root = root(&mut parents, at);
            if numbers[root] == usize::MAX {
                numbers[root] = count;
                count += 1;
            }
            numbers[root]
        })
        .collect()
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

/// A component: what its runs sum to.
#[derive(Debug, Clone)]
pub(super) struct Blob {
    pub(super) pixels: usize,
    left: u32,
    right: u32,
    top: u32,
    bottom: u32,
    /// Sums of x, y, x², xy, y² over the middles of its pixels.
    sums: [f64; 5],
    /// Where it begins and ends along its longest extent, from its mean.
    reach: (f64, f64),
}

/// The components of `runs` by their labels.
pub(super) fn blobs(runs: &[Run], labels: &[usize]) -> Vec<Blob> {
    let count = labels.iter().max().map_or(0, |last| last + 1);
    let empty = Blob {
        pixels: 0,
        left: u32::MAX,
        right: 0,
        top: u32::MAX,
        bottom: 0,
        sums: [0.0; 5],
        reach: (0.0, 0.0),
    };
    let mut blobs = vec![empty; count];
    for (run, label) in runs.iter().zip(labels) {
        blobs[*label].add(run);
    }
    let axes: Vec<_> = blobs
        .iter()
        .map(|blob| (blob.mean(), blob.axis()))
        .collect();
    for (run, label) in runs.iter().zip(labels) {
        let ((x, y), (u, v)) = axes[*label];
        let reach = &mut blobs[*label].reach;
        let down = (f64::from(run.row) + 0.5 - y) * v;
        for end in [run.from, run.to] {
            let along = (f64::from(end) - x) * u + down;
            *reach = (reach.0.min(along), reach.1.max(along));
        }
    }
    blobs
}

impl Blob {
    fn add(&mut self, run: &Run) {
        let count = f64::from(run.to - run.from);
        let y = f64::from(run.row) + 0.5;
        let x = f64::from(run.from + run.to) / 2.0;
        // Pixels spread evenly over the run.
        let squares = count * x * x + count * (count * count - 1.0) / 12.0;
        let added = [count * x, count * y, squares, count * x * y, count * y * y];
        for (sum, added) in self.sums.iter_mut().zip(added) {
            *sum += added;
        }
        self.pixels += (run.to - run.from) as usize;
        self.left = self.left.min(run.from);
        self.right = self.right.max(run.to);
        self.top = self.top.min(run.row);
        self.bottom = self.bottom.max(run.row + 1);
    }

    /// Width and height of its bounding box.
    pub(super) const fn size(&self) -> (u32, u32) {
        (self.right - self.left, self.bottom - self.top)
    }

    /// The middle of its longest extent.
    pub(super) fn centre(&self) -> (f32, f32) {
        let ((x, y), (u, v)) = (self.mean(), self.axis());
        let along = f64::midpoint(self.reach.0, self.reach.1);
        ((x + u * along) as f32, (y + v * along) as f32)
    }

    /// Unit vector along its longest extent.
    pub(super) fn along(&self) -> (f32, f32) {
        let (u, v) = self.axis();
        (u as f32, v as f32)
    }

    /// Its longest extent.
    pub(super) fn length(&self) -> f32 {
        (self.reach.1 - self.reach.0) as f32
    }

    /// The height of the evenly filled bar that spreads as much across it.
    pub(super) fn thickness(&self) -> f32 {
        let (xx, xy, yy) = self.spread();
        let (mean, half) = (f64::midpoint(xx, yy), (xx - yy) / 2.0);
        let variance = (mean - half.hypot(xy)).max(0.0);
        (12.0 * variance).sqrt().max(1.0) as f32
    }

    fn mean(&self) -> (f64, f64) {
        let count = self.pixels as f64;
        (self.sums[0] / count, self.sums[1] / count)
    }

    fn axis(&self) -> (f64, f64) {
        let (xx, xy, yy) = self.spread();
        let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
        (angle.cos(), angle.sin())
    }

    fn spread(&self) -> (f64, f64, f64) {
        let count = self.pixels as f64;
        let [x, y, xx, xy, yy] = self.sums.map(|sum| sum / count);
        (xx - x * x, xy - x * y, yy - y * y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ink(rows: &[&str]) -> (Vec<bool>, usize) {
        let ink = rows.iter().flat_map(|row| row.bytes().map(|c| c == b'#'));
        (ink.collect(), rows[0].len())
    }

    #[test]
    fn touching_runs_are_one_component() {
        let (ink, width) = ink(&["##..#.#", "..#.#.#", "##..###", ".......", "...#..."]);
        let runs = runs(&ink, width);
        let labels = labelled(&runs);
        let sizes: Vec<usize> = blobs(&runs, &labels).iter().map(|b| b.pixels).collect();
        assert_eq!(sizes, [5, 7, 1]);
    }

    #[test]
    fn gaps_are_joined_within_a_row_alone() {
        let (ink, width) = ink(&["#..#...#", "#......."]);
        let reach = |run: Run| (run, if run.from == 7 { 9 } else { 2 });
        let joined = joined(&runs(&ink, width).into_iter().map(reach).collect::<Vec<_>>());
        let ends: Vec<(u32, u32, u32)> = joined.iter().map(|r| (r.row, r.from, r.to)).collect();
        assert_eq!(ends, [(0, 0, 4), (0, 7, 8), (1, 0, 1)]);
    }

    #[test]
    fn a_bar_is_measured_as_it_is() {
        let runs: Vec<Run> = (10..30)
            .map(|row| Run {
                row,
                from: 40,
                to: 340,
            })
            .collect();
        let blob = &blobs(&runs, &labelled(&runs))[0];
        assert_eq!(blob.size(), (300, 20));
        assert_eq!(blob.centre(), (190.0, 20.0));
        assert!((blob.length() - 300.0).abs() < 0.1, "{}", blob.length());
        assert!(
            (blob.thickness() - 20.0).abs() < 0.1,
            "{}",
            blob.thickness()
        );
        assert!(blob.along().0 > 0.999, "{:?}", blob.along());
    }
}
