//! Kinds of identity documents and their names on each face.

/// The kind of an identity document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// An identity card (ID-1, TD1 or TD2).
    IdentityCard,
    /// A passport (TD3).
    Passport,
    /// A driving licence.
    DrivingLicence,
    /// A visa (MRV-A or MRV-B).
    Visa,
    /// Another document, or one that was not recognised.
    Other,
}

impl Type {
    const ALL: [Self; 5] = [
        Self::IdentityCard,
        Self::Passport,
        Self::DrivingLicence,
        Self::Visa,
        Self::Other,
    ];

    /// The stable name, also the one of the Openapi `/data` answer
    /// (`drive_license` is the spelling of its published sample).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::IdentityCard => "identity_card",
            Self::Passport => "passport",
            Self::DrivingLicence => "drive_license",
            Self::Visa => "visa",
            Self::Other => "other",
        }
    }

    /// The document type behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The `documentType` of the Signicat vocabulary.
    #[must_use]
    pub const fn signicat(self) -> &'static str {
        match self {
            Self::IdentityCard => "identityCard",
            Self::Passport => "passport",
            Self::DrivingLicence => "drivingLicense",
            Self::Visa => "visa",
            Self::Other => "other",
        }
    }

    /// The `id_document_type` of the RA API.
    #[must_use]
    pub const fn registration_authority(self) -> &'static str {
        match self {
            Self::Passport => "PAS",
            Self::IdentityCard | Self::DrivingLicence | Self::Visa | Self::Other => "IDC",
        }
    }

    /// The kind behind an `id_document_type` of the RA API; tax and personal
    /// numbers (`TIN`, `PNO`) name a person, not a kind of document.
    #[must_use]
    pub fn from_registration_authority(code: &str) -> Option<Self> {
        match code {
            "IDC" => Some(Self::IdentityCard),
            "PAS" => Some(Self::Passport),
            _ => None,
        }
    }
}

/// The sex a document states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Not stated (`X`, or `<` in a machine-readable zone).
    Unspecified,
}

impl Sex {
    /// `F`, `M` or `X`.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Female => "F",
            Self::Male => "M",
            Self::Unspecified => "X",
        }
    }

    /// Reads `F`, `M`, `X` or `<`, upper or lower case.
    #[must_use]
    pub fn from_letter(letter: &str) -> Option<Self> {
        match letter.trim() {
            "F" | "f" => Some(Self::Female),
            "M" | "m" => Some(Self::Male),
            "X" | "x" | "<" => Some(Self::Unspecified),
            _ => None,
        }
    }
}
