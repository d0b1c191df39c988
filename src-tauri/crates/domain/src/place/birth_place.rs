//! Whether a declared place of birth is the one that a tax code names.

use jiff::civil::Date;

use super::{Place, PlaceCode, PlaceKind, PlaceTable};

/// How a code's place and a declared place relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// They are the same, or one came out of the other.
    Agrees,
    /// The name is right, but the code was not in use on the day of birth.
    NotInForce,
    /// They are not the same.
    Differs,
    /// The declared place is in no table.
    Unknown,
}

/// Judges `declared`, a name or a code, against `code` for a person born on
/// `born`.
///
/// A person born before a municipality ceased keeps its code. For countries
/// the day is not looked at: codes were given both for the country at the
/// birth and for the one at the registration.
pub(crate) fn judge(
    table: &PlaceTable,
    code: PlaceCode,
    declared: &str,
    born: Option<Date>,
) -> Verdict {
    if let Some(declared) = PlaceCode::parse(declared) {
        return if declared == code || related(declared, code) {
            Verdict::Agrees
        } else {
            Verdict::Differs
        };
    }
    let named = table.by_name(declared);
    if named.is_empty() {
        return Verdict::Unknown;
    }
    let mut same = named.iter().filter(|place| place.code == code).peekable();
    if same.peek().is_some() {
        let in_force = |place: &Place| born.is_none_or(|born| place.in_force(born));
        let any_name_in_force = table.by_code(code).any(in_force);
        let country = same.any(|place| place.kind == PlaceKind::Country);
        return if country || any_name_in_force {
            Verdict::Agrees
        } else {
            Verdict::NotInForce
        };
    }
    if named.iter().any(|place| related(place.code, code)) {
        Verdict::Agrees
    } else {
        Verdict::Differs
    }
}

/// Countries that ceased, each with the countries of today on its ground
/// (codes of the ISTAT list of foreign states).
const SUCCESSIONS: [(&str, &[&str]); 6] = [
    ("Z105", &["Z155", "Z156"]),
    ("Z111", &["Z112"]),
    (
        "Z118",
        &[
            "Z148", "Z149", "Z150", "Z153", "Z157", "Z158", "Z159", "Z160",
        ],
    ),
    (
        "Z135",
        &[
            "Z138", "Z139", "Z140", "Z144", "Z145", "Z146", "Z154", "Z252", "Z253", "Z254", "Z255",
            "Z256", "Z257", "Z258", "Z259",
        ],
    ),
    ("Z157", &["Z158", "Z159", "Z160"]),
    ("Z250", &["Z246"]),
];

/// Whether one of two countries came out of the other.
fn related(one: PlaceCode, other: PlaceCode) -> bool {
    SUCCESSIONS.iter().any(|(old, new)| {
        let follows = |a: PlaceCode, b: PlaceCode| a.as_str() == *old && new.contains(&b.as_str());
        follows(one, other) || follows(other, one)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_place_is_judged_by_name_and_day() {
        let born = date(1930, 1, 1);
        check("D620", "Fiume", born, Verdict::Agrees);
        check("D621", "Fiume", born, Verdict::NotInForce);
        check("D621", "Fiume", date(1900, 1, 1), Verdict::Agrees);
        check("A558", "Porretta Terme", date(1920, 1, 1), Verdict::Agrees);
        check("H753", "Samone", date(1980, 1, 1), Verdict::Agrees);
        check("H754", "Samone", date(1980, 1, 1), Verdict::Agrees);
        check("H753", "Samone (TN)", date(1980, 1, 1), Verdict::Differs);
        check("H501", "Bari", born, Verdict::Differs);
        check("H501", "H501", born, Verdict::Agrees);
        check("H501", "A662", born, Verdict::Differs);
        check("H501", "Atlantis", born, Verdict::Unknown);
    }

    #[test]
    fn a_country_agrees_with_the_one_it_came_out_of() {
        let born = date(1970, 1, 1);
        check("Z118", "Croazia", born, Verdict::Agrees);
        check("Z149", "Jugoslavia", born, Verdict::Agrees);
        check("Z149", "Croazia", born, Verdict::Agrees);
        check("Z110", "Croazia", born, Verdict::Differs);
    }

    #[track_caller]
    fn check(code: &str, declared: &str, born: Date, expected: Verdict) {
        let table = PlaceTable::parse(include_str!("sample.tsv")).expect("a table");
        let code = PlaceCode::parse(code).expect("a code");
        assert_eq!(
            judge(&table, code, declared, Some(born)),
            expected,
            "{declared}"
        );
    }
}
