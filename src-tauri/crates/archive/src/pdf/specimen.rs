//! A declaration and a contract about nobody, to look at templates with.

use super::{Contract, Declaration, Language, OperatorSignature, Provider, Signer};

/// What the declaration of a central API says, in the language it has there.
const RECEIPT: &str = "Dichiarazione n. 3ef3696d2939241d\r\n\r\n\
    L'operatore Paola Esempio, documento n. CA00000AA, in qualità di operatore di registrazione \
    autorizzato,\r\n\r\nDICHIARA\r\n\r\ndi avere esaminato le evidenze e la registrazione video della \
    sessione, e che in esito alla verifica i dati che seguono sono corretti e si riferiscono alla \
    persona identificata:\r\n\r\nrichiesta: 25319;\r\nnome: Maria;\r\ncognome: Rossi;\r\n\
    documento: CA00000AA;\r\ncodice fiscale: RSSMRA77S46H501R.\r\n";

/// A declaration for `provider`.
#[must_use]
pub fn declaration(provider: &str, language: Language) -> Declaration<'_> {
    Declaration {
        language,
        serial_number: "3ef3696d2939241d",
        request_id: "25319",
        receipt: RECEIPT,
        provider: provider_named(provider),
        operator: operator(),
        signer: signer(language),
        date: "01/03/2026",
    }
}

/// A contract with `provider`.
#[must_use]
pub fn contract(provider: &str, language: Language) -> Contract<'_> {
    Contract {
        language,
        request_id: "25319",
        service: super::service(language),
        provider: provider_named(provider),
        operator: operator(),
        signer: signer(language),
        date: "01/03/2026",
    }
}

fn provider_named(name: &str) -> Provider<'_> {
    Provider {
        name,
        ..Provider::default()
    }
}

const fn operator() -> OperatorSignature<'static> {
    OperatorSignature {
        name: "Paola Esempio",
        document_number: Some("CA00000AA"),
        code: Some("1400"),
    }
}

const fn signer(language: Language) -> Signer<'static> {
    Signer {
        surname: "Rossi",
        given_name: "Maria",
        birth_date: Some("06/11/1977"),
        birth_place: Some("Roma (RM)"),
        birth_country: Some("Italia"),
        tax_code: Some("RSSMRA77S46H501R"),
        document_type: Some(match language {
            Language::Italian => "Carta d’identità",
            Language::English => "Identity card",
        }),
        document_number: Some("CA00000AA"),
        document_issuer: Some("Comune di Roma"),
        document_expiry: Some("06/11/2033"),
        email: Some("maria.rossi@posta.example"),
        phone: Some("+39 055 0000000"),
    }
}
