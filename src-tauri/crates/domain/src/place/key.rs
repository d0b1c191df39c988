//! What two spellings of one place name have in common.

use super::PlaceCode;
use crate::name::transliterate::{self, Scheme};

/// English names of Italian cities whose Italian name is another word.
const EXONYMS: [(&str, &str); 14] = [
    ("ROME", "ROMA"),
    ("MILAN", "MILANO"),
    ("NAPLES", "NAPOLI"),
    ("TURIN", "TORINO"),
    ("VENICE", "VENEZIA"),
    ("FLORENCE", "FIRENZE"),
    ("GENOA", "GENOVA"),
    ("PADUA", "PADOVA"),
    ("MANTUA", "MANTOVA"),
    ("SYRACUSE", "SIRACUSA"),
    ("LEGHORN", "LIVORNO"),
    ("REGGIOEMILIA", "REGGIONELLEMILIA"),
    ("REGGIOCALABRIA", "REGGIODICALABRIA"),
    ("FORLICESENA", "FORLI"),
];

/// Everyday names of countries that registers list under official names only,
/// with the codes of the ISTAT list of foreign states.
const COUNTRIES: [(&str, &str); 30] = [
    ("CINA", "Z210"),
    ("COREADELSUD", "Z213"),
    ("SOUTHKOREA", "Z213"),
    ("COREADELNORD", "Z214"),
    ("NORTHKOREA", "Z214"),
    ("MACEDONIADELNORD", "Z148"),
    ("NORTHMACEDONIA", "Z148"),
    ("PALESTINA", "Z161"),
    ("PALESTINE", "Z161"),
    ("SIRIA", "Z240"),
    ("SYRIA", "Z240"),
    ("LIBIA", "Z326"),
    ("LIBYA", "Z326"),
    ("TIMORLESTE", "Z242"),
    ("MAURIZIO", "Z332"),
    ("SANTALUCIA", "Z527"),
    ("REPUBBLICADEMOCRATICADELCONGO", "Z312"),
    ("DEMOCRATICREPUBLICOFTHECONGO", "Z312"),
    ("SUDSUDAN", "Z907"),
    ("SOUTHSUDAN", "Z907"),
    ("UNITEDSTATES", "Z404"),
    ("UNITEDSTATESOFAMERICA", "Z404"),
    ("USA", "Z404"),
    ("GRANBRETAGNA", "Z114"),
    ("GREATBRITAIN", "Z114"),
    ("UNIONESOVIETICA", "Z135"),
    ("URSS", "Z135"),
    ("CECOSLOVACCHIA", "Z105"),
    ("CZECHOSLOVAKIA", "Z105"),
    ("YUGOSLAVIA", "Z118"),
];

/// The country whose everyday name has these letters.
pub(super) fn country(letters: &str) -> Option<PlaceCode> {
    let (_, code) = COUNTRIES.iter().find(|(name, _)| *name == letters)?;
    PlaceCode::parse(code)
}

/// The letters of `name` in both spellings of marked letters; the same twice
/// where it has none.
pub(super) fn keys(name: &str) -> [String; 2] {
    [Scheme::Plain, Scheme::Icao].map(|scheme| {
        let letters = transliterate::letters(name, scheme);
        EXONYMS
            .iter()
            .find(|(foreign, _)| *foreign == letters)
            .map_or(letters, |(_, italian)| (*italian).to_owned())
    })
}

/// The ways in which `declared` may name a place: as it stands, each half of
/// a bilingual name, without what follows a comma, and with `S.` written out.
pub(super) fn readings(declared: &str) -> Vec<String> {
    let halves = declared.split('/').chain(declared.split(',').take(1));
    let mut readings = vec![declared.to_owned()];
    readings.extend(halves.map(str::to_owned));
    let saints: Vec<String> = readings
        .iter()
        .filter_map(|name| name.trim_start().strip_prefix("S."))
        .flat_map(|rest| ["San", "Santa", "Santo", "Sant'"].map(|saint| format!("{saint} {rest}")))
        .collect();
    readings.extend(saints);
    readings
}

/// `declared` without its province, and the province: `San Severo (FG)`,
/// `San Severo - FG`, `San Severo, FG`, `SAN SEVERO FG`.
pub(super) fn split_province(declared: &str) -> Option<(&str, String)> {
    let trimmed = declared.trim_end_matches(|c: char| c == ')' || c.is_whitespace());
    let start = trimmed.len().checked_sub(2)?;
    let (name, province) = (trimmed.get(..start)?, trimmed.get(start..)?);
    let apart = name.ends_with(|c: char| matches!(c, '(' | '-' | ',') || c.is_whitespace());
    let fits = apart && province.chars().all(|c| c.is_ascii_alphabetic());
    fits.then(|| {
        let name = name.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '\'');
        (name, province.to_ascii_uppercase())
    })
}
