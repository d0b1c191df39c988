//! Where a document of a type can be looked up.

use crate::document::Type;

/// The public register of authentic documents of the Council of the EU.
const PRADO: &str = "https://www.consilium.europa.eu/prado/en";

/// The page of PRADO with the documents of `kind` that `country` (ISO 3166-1
/// alpha-3) issues; the search by country where either is not known.
#[must_use]
pub fn prado(kind: Type, country: Option<&str>) -> String {
    let category = match kind {
        Type::Passport => Some('A'),
        Type::IdentityCard => Some('B'),
        Type::Visa => Some('C'),
        Type::DrivingLicence => Some('F'),
        Type::Other => None,
    };
    let country = country.and_then(|code| match code {
        // What a machine-readable zone writes for Germany (ICAO Doc 9303 part 3).
        "D" => Some("DEU"),
        code if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => Some(code),
        _ => None,
    });
    match (country, category) {
        (Some(country), Some(category)) => {
            format!("{PRADO}/prado-documents/{country}/{category}/docs-per-category.html")
        }
        (Some(country), None) => format!("{PRADO}/prado-documents/{country}/index.html"),
        (None, _) => format!("{PRADO}/search-by-document-country.html"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_and_a_country_lead_to_their_page() {
        check(
            Type::IdentityCard,
            Some("ITA"),
            "prado-documents/ITA/B/docs-per-category.html",
        );
        check(
            Type::Passport,
            Some("D"),
            "prado-documents/DEU/A/docs-per-category.html",
        );
        check(
            Type::DrivingLicence,
            Some("FRA"),
            "prado-documents/FRA/F/docs-per-category.html",
        );
    }

    #[test]
    fn what_is_not_known_leads_to_a_search() {
        check(Type::Other, Some("ITA"), "prado-documents/ITA/index.html");
        check(Type::Passport, None, "search-by-document-country.html");
        check(
            Type::Passport,
            Some("../"),
            "search-by-document-country.html",
        );
    }

    #[track_caller]
    fn check(kind: Type, country: Option<&str>, page: &str) {
        assert_eq!(prado(kind, country), format!("{PRADO}/{page}"));
    }
}
