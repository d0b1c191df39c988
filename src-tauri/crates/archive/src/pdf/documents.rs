//! What the documents say. All values are texts ready to be read, in the
//! language of the document; `None` and empty texts leave their line out.

use serde::Serialize;

/// The language of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Italian.
    #[default]
    Italian,
    /// English.
    English,
}

impl Language {
    /// Its code (ISO 639-1).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Italian => "it",
            Self::English => "en",
        }
    }

    /// The language behind its code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Italian, Self::English]
            .into_iter()
            .find(|language| language.code() == code)
    }
}

/// What a contract is about, where nobody else says it.
#[must_use]
pub const fn service(language: Language) -> &'static str {
    match language {
        Language::Italian => {
            "Identificazione a distanza tramite video e rilascio di un certificato qualificato"
        }
        Language::English => "Remote identification by video and issue of a qualified certificate",
    }
}

impl Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// A document to be rendered.
#[derive(Clone, Copy)]
pub enum Document<'a> {
    /// The operator's declaration that a person was identified.
    Declaration(&'a Declaration<'a>),
    /// The contract for the identification and the certificate.
    Contract(&'a Contract<'a>),
    /// Pictures, one a page.
    Images(&'a Images<'a>),
    /// What the audit log says of a session.
    Timeline(&'a Timeline<'a>),
}

/// The trust service provider, or the bank that acts for it.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Provider<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its registered office.
    pub address: Option<&'a str>,
    /// Its tax and VAT number.
    pub tax_number: Option<&'a str>,
    /// Where it can be reached.
    pub contact: Option<&'a str>,
}

/// The operator who signs.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct OperatorSignature<'a> {
    /// Full name.
    pub name: &'a str,
    /// Number of the operator's identity document.
    pub document_number: Option<&'a str>,
    /// The operator's code at the registration authority.
    pub code: Option<&'a str>,
}

/// The person who was identified.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Signer<'a> {
    /// Surname.
    pub surname: &'a str,
    /// Given names.
    pub given_name: &'a str,
    /// Date of birth.
    pub birth_date: Option<&'a str>,
    /// Place of birth.
    pub birth_place: Option<&'a str>,
    /// Country of birth.
    pub birth_country: Option<&'a str>,
    /// Italian tax code.
    pub tax_code: Option<&'a str>,
    /// Kind of document.
    pub document_type: Option<&'a str>,
    /// Number of the document.
    pub document_number: Option<&'a str>,
    /// Authority that issued it.
    pub document_issuer: Option<&'a str>,
    /// Its last day.
    pub document_expiry: Option<&'a str>,
    /// E-mail address.
    pub email: Option<&'a str>,
    /// Phone number.
    pub phone: Option<&'a str>,
}

/// The operator's declaration (`generates_tbs_receipt` of the RA API). Parts
/// without a name are left out.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Declaration<'a> {
    /// Language of headings and labels.
    pub language: Language,
    /// The declaration's number.
    pub serial_number: &'a str,
    /// The request it is about.
    pub request_id: &'a str,
    /// Its text; blank lines part paragraphs.
    #[serde(rename = "text", serialize_with = "paragraphs")]
    pub receipt: &'a str,
    /// Who provides the service.
    pub provider: Provider<'a>,
    /// Who declares.
    pub operator: OperatorSignature<'a>,
    /// Who was identified.
    pub signer: Signer<'a>,
    /// When, as a text.
    pub date: &'a str,
}

/// The contract between provider and signer.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Contract<'a> {
    /// Language of the contract.
    pub language: Language,
    /// The request it is about.
    pub request_id: &'a str,
    /// What is provided.
    pub service: &'a str,
    /// Who provides it.
    pub provider: Provider<'a>,
    /// Who acts for the provider.
    pub operator: OperatorSignature<'a>,
    /// Who asked for it.
    pub signer: Signer<'a>,
    /// When, as a text.
    pub date: &'a str,
}

/// What the audit log says of a session.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Timeline<'a> {
    /// Language of headings and labels.
    pub language: Language,
    /// The request it is about.
    pub request_id: &'a str,
    /// The session's id in the log.
    pub session: &'a str,
    /// Whose log it is.
    pub provider: Provider<'a>,
    /// Who had it printed.
    pub printed_by: &'a str,
    /// When, as a text.
    pub date: &'a str,
    /// The entries, oldest first.
    pub lines: Vec<TimelineLine>,
    /// The answers of the checklist that stand, in the order of its items.
    pub answers: Vec<TimelineAnswer>,
}

/// What an operator answered to an item of the checklist.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TimelineAnswer {
    /// The stable name of the item.
    pub item: &'static str,
    /// The stable name of the answer.
    pub answer: &'static str,
    /// On what it was seen: the kind of evidence, with the time of a recording;
    /// empty where the operator did not say.
    pub seen: String,
    /// When, as a text.
    pub at: String,
    /// Who.
    pub who: String,
}

/// One entry of the audit log.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TimelineLine {
    /// Its number in the log.
    pub sequence: u64,
    /// When, as a text.
    pub at: String,
    /// Who; empty for the application itself.
    pub who: String,
    /// The stable name of the event.
    pub event: &'static str,
    /// The particulars: codes and ids, as the log has them.
    pub detail: String,
    /// The digest that chains it to the entry before it, hexadecimal.
    pub digest: String,
}

/// Pictures, one a page (`imagesAsPdf`).
#[derive(Clone)]
pub struct Images<'a> {
    /// Language of headings and labels.
    pub language: Language,
    /// The request they belong to.
    pub request_id: &'a str,
    /// The pictures, in order.
    pub pictures: Vec<Picture<'a>>,
}

/// One picture.
#[derive(Clone)]
pub struct Picture<'a> {
    /// What it shows.
    pub caption: &'a str,
    /// The name of its file.
    pub file: &'a str,
    /// JPEG, PNG or WebP as captured: a JPEG is embedded byte for byte. A file
    /// that is none of them, or is damaged, gives a page that says so.
    pub bytes: &'a [u8],
}

/// The lines of a receipt, parted by blank lines; single breaks are blanks.
fn paragraphs<S: serde::Serializer>(receipt: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let text = receipt.replace("\r\n", "\n");
    let paragraphs = text
        .split("\n\n")
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|paragraph| !paragraph.is_empty());
    serializer.collect_seq(paragraphs)
}
