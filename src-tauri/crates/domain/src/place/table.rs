//! The table of places: from text to look-up.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Place, PlaceCode, PlaceKind, key};

/// The columns that the table must have, in any order.
const COLUMNS: [&str; 6] = [
    "code",
    "name",
    "province",
    "active_from",
    "active_to",
    "kind",
];

/// What registers have for a place that never had a code.
const NO_CODE: &str = "ND";

/// Why a table of places cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlaceTableError {
    /// A column is missing from the first line.
    #[error("line 1 of the table of places has no column {column}; fetch the table again")]
    Column {
        /// Its name.
        column: &'static str,
    },
    /// A value cannot be read.
    #[error("line {line} of the table of places: {column} cannot be read; fetch the table again")]
    Value {
        /// The line, counted from 1.
        line: usize,
        /// The column.
        column: &'static str,
    },
}

/// Municipalities and countries by code and by name. The default is empty.
#[derive(Debug, Clone, Default)]
pub struct PlaceTable {
    places: Vec<Place>,
    by_code: HashMap<PlaceCode, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

impl PlaceTable {
    /// Reads tab-separated lines; the first names the columns `code`, `name`,
    /// `province`, `active_from`, `active_to` (`YYYY-MM-DD` or empty) and
    /// `kind` (`municipality` or `country`). A place has a line for each of
    /// its names and spans of time; places that never had a code (`ND`) are
    /// left out.
    ///
    /// # Errors
    ///
    /// The column that is missing, or the first line that cannot be read.
    pub fn parse(text: &str) -> Result<Self, PlaceTableError> {
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let header: Vec<&str> = lines
            .next()
            .unwrap_or("")
            .split('\t')
            .map(str::trim)
            .collect();
        let mut order = [0; COLUMNS.len()];
        for (slot, column) in order.iter_mut().zip(COLUMNS) {
            *slot = header
                .iter()
                .position(|name| *name == column)
                .ok_or(PlaceTableError::Column { column })?;
        }
        let mut table = Self::default();
        for (line, text) in (2..).zip(lines).filter(|(_, text)| !text.trim().is_empty()) {
            let values: Vec<&str> = text.split('\t').map(str::trim).collect();
            let values = order.map(|index| values.get(index).copied().unwrap_or(""));
            if values[0] == NO_CODE {
                continue;
            }
            table.add(place(values).map_err(|column| PlaceTableError::Value { line, column })?);
        }
        Ok(table)
    }

    fn add(&mut self, place: Place) {
        let index = self.places.len();
        self.by_code.entry(place.code).or_default().push(index);
        let mut keys: Vec<String> = std::iter::once(place.name.as_str())
            .chain(place.name.split('/'))
            .flat_map(key::keys)
            .filter(|key| !key.is_empty())
            .collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            self.by_name.entry(key).or_default().push(index);
        }
        self.places.push(place);
    }

    /// Whether nothing can be looked up.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Every line, in the order of the text.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Every name and span of time of `code`, in the order of the text.
    pub fn by_code(&self, code: PlaceCode) -> impl Iterator<Item = &Place> {
        self.pick(self.by_code.get(&code))
    }

    /// The place that had `code` on `date`.
    #[must_use]
    pub fn by_code_at(&self, code: PlaceCode, date: Date) -> Option<&Place> {
        self.by_code(code).find(|place| place.in_force(date))
    }

    /// The name of `code`: that of `date` where there is one, or the latest.
    #[must_use]
    pub fn name_of(&self, code: PlaceCode, date: Option<Date>) -> Option<&Place> {
        date.and_then(|date| self.by_code_at(code, date))
            .or_else(|| {
                let rank = |place: &Place| place.active_to.unwrap_or(Date::MAX);
                // The first of equals: names in other languages come after it.
                self.by_code(code).reduce(|best, place| {
                    if rank(place) > rank(best) {
                        place
                    } else {
                        best
                    }
                })
            })
    }

    /// Every place that `name` may mean, of any time; case, accents,
    /// apostrophes, blanks and hyphens do not matter. A province behind the
    /// name (`San Severo (FG)`) narrows the choice.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Vec<&Place> {
        let found = self.by_readings(name);
        if !found.is_empty() {
            return found;
        }
        let before_comma = name.split(',').next().unwrap_or(name);
        let split = [name, before_comma]
            .into_iter()
            .find_map(key::split_province);
        let Some((name, province)) = split else {
            return Vec::new();
        };
        let mut found = self.by_readings(name);
        if found.iter().any(|place| place.province == province) {
            found.retain(|place| place.province == province);
        }
        found
    }

    fn by_readings(&self, name: &str) -> Vec<&Place> {
        let mut indices: Vec<usize> = key::readings(name)
            .iter()
            .flat_map(|reading| key::keys(reading))
            .flat_map(|key| {
                let country = key::country(&key).and_then(|code| self.by_code.get(&code));
                [self.by_name.get(&key), country]
            })
            .flatten()
            .flatten()
            .copied()
            .collect();
        indices.sort_unstable();
        indices.dedup();
        self.pick(Some(&indices)).collect()
    }

    fn pick(&self, indices: Option<&Vec<usize>>) -> impl Iterator<Item = &Place> {
        let places: Vec<&Place> = indices
            .into_iter()
            .flatten()
            .filter_map(|index| self.places.get(*index))
            .collect();
        places.into_iter()
    }
}

/// Reads the values of one line, in the order of [`COLUMNS`], or names the
/// column that cannot be read.
fn place(values: [&str; 6]) -> Result<Place, &'static str> {
    let [code, name, province, active_from, active_to, kind] = values;
    if name.is_empty() {
        return Err("name");
    }
    Ok(Place {
        code: PlaceCode::parse(code).ok_or("code")?,
        name: name.to_owned(),
        province: province.to_ascii_uppercase(),
        active_from: day(active_from).ok_or("active_from")?,
        active_to: day(active_to).ok_or("active_to")?,
        kind: match kind {
            "municipality" => PlaceKind::Municipality,
            "country" => PlaceKind::Country,
            _ => return Err("kind"),
        },
    })
}

/// A day that may be left out; `None` where the text is none.
fn day(text: &str) -> Option<Option<Date>> {
    if text.is_empty() {
        return Some(None);
    }
    text.parse().ok().map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const SAMPLE: &str = include_str!("sample.tsv");

    #[test]
    fn a_name_is_found_however_it_is_written() {
        for (name, codes) in [
            ("Roma", "H501"),
            ("ROMA (RM)", "H501"),
            ("Rome", "H501"),
            ("roma, Italia", "H501"),
            ("Roma (RM), Italia", "H501"),
            ("Forli'", "D704"),
            ("FORLÌ", "D704"),
            ("Reggio Emilia", "H223"),
            ("Reggio nell’Emilia (RE)", "H223"),
            ("Bolzano/Bozen", "A952"),
            ("S. Severo", "I158"),
            ("SAN SEVERO FG", "I158"),
            ("Samone", "H753 H754"),
            ("Samone (TN)", "H754"),
            ("Porretta Terme", "A558"),
            ("Morocco", "Z330"),
            ("Yugoslavia", "Z118"),
            ("Atlantis", ""),
            ("", ""),
            ("(FG)", ""),
        ] {
            let table = PlaceTable::parse(SAMPLE).expect("a table");
            let mut found: Vec<&str> = table
                .by_name(name)
                .iter()
                .map(|p| p.code.as_str())
                .collect();
            found.dedup();
            assert_eq!(found.join(" "), codes, "{name}");
        }
    }

    #[test]
    fn a_code_has_the_name_of_the_day() {
        let table = PlaceTable::parse(SAMPLE).expect("a table");
        let code = PlaceCode::parse("A558").expect("a code");
        let name = |date| {
            table
                .by_code_at(code, date)
                .map(|place| place.name.as_str())
        };
        assert_eq!(name(date(1931, 9, 30)), Some("Bagni della Porretta"));
        assert_eq!(name(date(1950, 2, 17)), Some("Porretta Terme"));
        assert_eq!(name(date(2016, 1, 1)), None);
        let latest = table.name_of(code, Some(date(2016, 1, 1)));
        assert_eq!(
            latest.map(Place::label).as_deref(),
            Some("Porretta Terme (BO)")
        );
    }

    #[test]
    fn an_error_names_the_line_and_the_column() {
        let header = SAMPLE.lines().next().expect("a header");
        for (line, expected) in [
            (
                "A66\tBari\tBA\t\t\tmunicipality",
                "line 2 of the table of places: code cannot",
            ),
            (
                "A662\t\tBA\t\t\tmunicipality",
                "line 2 of the table of places: name cannot",
            ),
            (
                "A662\tBari\tBA\t1861\t\tmunicipality",
                "line 2 of the table of places: active_from",
            ),
            (
                "A662\tBari\tBA\t\t\ttown",
                "line 2 of the table of places: kind cannot",
            ),
            ("A662\tBari", "line 2 of the table of places: kind cannot"),
        ] {
            let error = PlaceTable::parse(&format!("{header}\n{line}\n")).expect_err(line);
            assert!(error.to_string().starts_with(expected), "{error}");
        }
        let error = PlaceTable::parse("code\tname\n").expect_err("columns are missing");
        assert_eq!(error, PlaceTableError::Column { column: "province" });
        assert!(PlaceTable::parse("").is_err());
        let without_code = format!("{header}\nND\tArizzano\tNO\t\t\tmunicipality\n");
        assert!(
            PlaceTable::parse(&without_code)
                .expect("a table")
                .is_empty()
        );
    }
}
