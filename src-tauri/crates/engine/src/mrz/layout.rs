//! Where each format keeps what (ICAO Doc 9303 part 4 for TD3, 5 for TD1,
//! 6 for TD2, 7 for visas). Lines and columns count from 0, ranges exclude
//! their end.

use super::format::Format;
use super::symbol::{Charset, index};

/// A part of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) line: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

const fn span(line: usize, from: usize, to: usize) -> Span {
    Span { line, from, to }
}

/// What a check digit vouches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckedField {
    /// The document number.
    DocumentNumber,
    /// The date of birth.
    BirthDate,
    /// The date of expiry.
    ExpiryDate,
    /// The personal number or other optional data of a passport.
    OptionalData,
    /// All of the above together.
    Composite,
}

impl CheckedField {
    /// A stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::DocumentNumber => "document_number",
            Self::BirthDate => "birth_date",
            Self::ExpiryDate => "expiry_date",
            Self::OptionalData => "optional_data",
            Self::Composite => "composite",
        }
    }
}

/// One check digit: what it covers, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Check {
    pub(super) field: CheckedField,
    pub(super) over: &'static [Span],
    pub(super) at: (usize, usize),
}

/// The plan of one format.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) names: Span,
    pub(super) number: Span,
    pub(super) nationality: Span,
    pub(super) birth: Span,
    pub(super) sex: (usize, usize),
    pub(super) expiry: Span,
    pub(super) optional: Span,
    pub(super) optional_2: Option<Span>,
    pub(super) checks: &'static [Check],
}

/// Document code and issuer stand at the same place everywhere.
pub(super) const CODE: Span = span(0, 0, 2);
pub(super) const ISSUER: Span = span(0, 2, 5);

impl Layout {
    pub(super) const fn of(format: Format) -> &'static Self {
        match format {
            Format::Td1 => &TD1,
            Format::Td2 => &TD2,
            Format::Td3 => &TD3,
            Format::MrvA => &MRV_A,
            Format::MrvB => &MRV_B,
        }
    }

    /// Where the document number would go on when it is too long for its
    /// place: the digit's place then holds a filler (TD1 and TD2 only).
    pub(super) const fn long_number(format: Format) -> Option<Span> {
        match format {
            Format::Td1 => Some(TD1.optional),
            Format::Td2 => Some(TD2.optional),
            Format::Td3 | Format::MrvA | Format::MrvB => None,
        }
    }

    /// The characters that Doc 9303 allows at each place.
    pub(super) fn charsets(format: Format) -> Vec<Vec<Charset>> {
        let layout = Self::of(format);
        let letters = Charset::LETTERS.or(Charset::FILL);
        let digits = Charset::DIGITS.or(Charset::FILL);
        let mut places = vec![vec![Charset::ALL; format.columns()]; format.lines()];
        let mut put = |Span { line, from, to }: Span, charset| places[line][from..to].fill(charset);
        put(span(0, 0, 1), Charset::LETTERS);
        for field in [ISSUER, layout.names, layout.nationality] {
            put(field, letters);
        }
        for field in [layout.birth, layout.expiry] {
            put(field, digits);
        }
        let (line, column) = layout.sex;
        put(span(line, column, column + 1), sex());
        for check in layout.checks {
            let (line, column) = check.at;
            let may_be_empty = match check.field {
                CheckedField::DocumentNumber => Self::long_number(format).is_some(),
                CheckedField::OptionalData => true,
                CheckedField::BirthDate | CheckedField::ExpiryDate | CheckedField::Composite => {
                    false
                }
            };
            let charset = if may_be_empty {
                digits
            } else {
                Charset::DIGITS
            };
            put(span(line, column, column + 1), charset);
        }
        places
    }
}

/// M, F, or a filler where it is not stated; some states print X.
fn sex() -> Charset {
    [b'M', b'F', b'X', b'<']
        .into_iter()
        .filter_map(index)
        .map(Charset::one)
        .fold(Charset::FILL, Charset::or)
}

const TD1: Layout = Layout {
    names: span(2, 0, 30),
    number: span(0, 5, 14),
    nationality: span(1, 15, 18),
    birth: span(1, 0, 6),
    sex: (1, 7),
    expiry: span(1, 8, 14),
    optional: span(0, 15, 30),
    optional_2: Some(span(1, 18, 29)),
    checks: &[
        Check {
            field: CheckedField::DocumentNumber,
            over: &[span(0, 5, 14)],
            at: (0, 14),
        },
        Check {
            field: CheckedField::BirthDate,
            over: &[span(1, 0, 6)],
            at: (1, 6),
        },
        Check {
            field: CheckedField::ExpiryDate,
            over: &[span(1, 8, 14)],
            at: (1, 14),
        },
        Check {
            field: CheckedField::Composite,
            over: &[
                span(0, 5, 30),
                span(1, 0, 7),
                span(1, 8, 15),
                span(1, 18, 29),
            ],
            at: (1, 29),
        },
    ],
};

const NUMBER: Check = Check {
    field: CheckedField::DocumentNumber,
    over: &[span(1, 0, 9)],
    at: (1, 9),
};
const BIRTH: Check = Check {
    field: CheckedField::BirthDate,
    over: &[span(1, 13, 19)],
    at: (1, 19),
};
const EXPIRY: Check = Check {
    field: CheckedField::ExpiryDate,
    over: &[span(1, 21, 27)],
    at: (1, 27),
};

/// The two-line formats but for names, optional data and the last check.
const TWO_LINES: Layout = Layout {
    names: span(0, 5, 44),
    number: span(1, 0, 9),
    nationality: span(1, 10, 13),
    birth: span(1, 13, 19),
    sex: (1, 20),
    expiry: span(1, 21, 27),
    optional: span(1, 28, 44),
    optional_2: None,
    checks: &[NUMBER, BIRTH, EXPIRY],
};

const TD2: Layout = Layout {
    names: span(0, 5, 36),
    optional: span(1, 28, 35),
    checks: &[
        NUMBER,
        BIRTH,
        EXPIRY,
        Check {
            field: CheckedField::Composite,
            over: &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)],
            at: (1, 35),
        },
    ],
    ..TWO_LINES
};

const TD3: Layout = Layout {
    optional: span(1, 28, 42),
    checks: &[
        NUMBER,
        BIRTH,
        EXPIRY,
        Check {
            field: CheckedField::OptionalData,
            over: &[span(1, 28, 42)],
            at: (1, 42),
        },
        Check {
            field: CheckedField::Composite,
            over: &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)],
            at: (1, 43),
        },
    ],
    ..TWO_LINES
};

const MRV_A: Layout = TWO_LINES;

const MRV_B: Layout = Layout {
    names: span(0, 5, 36),
    optional: span(1, 28, 36),
    ..TWO_LINES
};
