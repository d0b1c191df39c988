//! Homographies of the plane with eight parameters.

/// The map (x, y) → ((h₀x + h₁y + h₂) / d, (h₃x + h₄y + h₅) / d) with
/// d = h₆x + h₇y + 1. The engine uses it on places from −1 to 1 over a square
/// picture, x to the right and y down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Homography([f32; 8]);

impl Homography {
    /// Leaves everything where it is.
    pub(crate) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]);

    /// The map with the parameters h₀ to h₇.
    #[cfg(test)]
    pub(crate) const fn new(parameters: [f32; 8]) -> Self {
        Self(parameters)
    }

    pub(crate) const fn parameters(&self) -> [f32; 8] {
        self.0
    }

    /// The map whose parameters are larger by `step`.
    pub(crate) fn moved(&self, step: &[f64; 8]) -> Self {
        let mut parameters = self.0;
        for (parameter, step) in parameters.iter_mut().zip(step) {
            *parameter = (f64::from(*parameter) + step) as f32;
        }
        Self(parameters)
    }

    /// Where (`x`, `y`) comes to lie.
    #[cfg(test)]
    pub(crate) fn apply(&self, x: f32, y: f32) -> (f32, f32) {
        let h = self.0;
        let den = h[6] * x + h[7] * y + 1.0;
        (
            (h[0] * x + h[1] * y + h[2]) / den,
            (h[3] * x + h[4] * y + h[5]) / den,
        )
    }

    /// The map that undoes this one, by the adjugate of its matrix.
    #[cfg(test)]
    pub(crate) fn inverse(&self) -> Option<Self> {
        let [a, b, c, d, e, f, g, h] = self.0;
        let adjugate = [
            e - f * h,
            c * h - b,
            b * f - c * e,
            f * g - d,
            a - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
        ];
        let scale = a * e - b * d;
        (scale.abs() > 1e-9).then(|| Self(adjugate.map(|value| value / scale)))
    }
}
