//! Whether two values are the same datum, in whatever spelling.

use domain::{
    document::Sex,
    field::{Name, Source},
    name::{self, NameMatch},
};

use super::read::Read;

/// What comes of comparing several pairs of values.
#[derive(Debug, Default)]
pub(super) struct Comparison<'a> {
    /// How many pairs could be compared.
    pub(super) compared: u8,
    /// The pairs that disagree.
    pub(super) contradictions: Vec<(&'a Read, &'a Read)>,
}

/// Compares the values of each of `fields` between the reads that `left` and
/// `right` choose. A contradiction that rests on an uncertain reading counts
/// as not compared.
pub(super) fn between<'a>(
    reads: &'a [Read],
    fields: &[Name],
    left: impl Fn(&Read) -> bool,
    right: impl Fn(&Read) -> bool,
) -> Comparison<'a> {
    let mut comparison = Comparison::default();
    for field in fields {
        let of = |chosen: &dyn Fn(&Read) -> bool| {
            reads
                .iter()
                .find(|read| read.field() == *field && !read.value().is_empty() && chosen(read))
        };
        let (Some(a), Some(b)) = (of(&left), of(&right)) else {
            continue;
        };
        let truncated = [a, b].iter().any(|read| read.source() == Source::Mrz);
        if agree(*field, truncated, a.value(), b.value()) {
            comparison.compared += 1;
        } else if a.is_believed() && b.is_believed() {
            comparison.compared += 1;
            comparison.contradictions.push((a, b));
        }
    }
    comparison
}

/// Whether two values of `field` are the same datum. One that was `truncated`,
/// as a machine-readable zone cuts off long names, may be a part of the other.
pub(super) fn agree(field: Name, truncated: bool, left: &str, right: &str) -> bool {
    match field {
        Name::Surname | Name::GivenName => match name::compare(left, right) {
            NameMatch::Same | NameMatch::SameAfterTransliteration { .. } => true,
            NameMatch::Partial { .. } => truncated,
            NameMatch::Different => false,
        },
        // `ITA` and `ITALIANA`: the code begins like the word, or they differ.
        Name::Citizenship | Name::IssuingCountry | Name::BirthCountry => {
            letters(left).take(3).eq(letters(right).take(3))
        }
        Name::BirthPlace => name::compare(left, right) != NameMatch::Different,
        Name::Sex => Sex::from_letter(left) == Sex::from_letter(right),
        Name::BirthDate
        | Name::IssueDate
        | Name::ExpiryDate
        | Name::TaxCode
        | Name::DocumentType
        | Name::DocumentNumber
        | Name::Issuer
        | Name::Email
        | Name::Phone
        | Name::HealthCardNumber
        | Name::HealthCardExpiry
        | Name::HealthCardInstitution
        | Name::Height => letters(left).eq(letters(right)),
    }
}

/// Letters and digits in capitals: blanks and separators say nothing.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
}
