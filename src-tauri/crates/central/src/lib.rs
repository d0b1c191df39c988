//! The central API: four faces over one core.
