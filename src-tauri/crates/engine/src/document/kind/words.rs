//! What is printed on which document.
//!
//! Sources: decree of the Ministry of the Interior of 23 December 2015 (CIE
//! 3.0), decree of 19 July 2000 (earlier series), royal decree 635/1940 (paper
//! card), directive 2006/126/EC annex I (driving licence), decision S1 of the
//! Administrative Commission (European health insurance card).

use super::Side::{Front, Rear};
use super::{Kind, Side};

/// Words that speak for a document.
pub(super) struct Word {
    /// Letters A–Z and blanks.
    pub(super) phrase: &'static str,
    pub(super) kind: Kind,
    pub(super) side: Side,
    /// How much they say.
    pub(super) weight: f32,
}

const fn word(kind: Kind, side: Side, weight: f32, phrase: &'static str) -> Word {
    Word {
        phrase,
        kind,
        side,
        weight,
    }
}

use Kind::{
    DrivingLicence, ElectronicIdentityCard as Electronic, HealthCard, OlderIdentityCard as Older,
    PaperIdentityCard as Paper, Passport,
};

pub(super) const ALL: [Word; 57] = [
    word(Electronic, Front, 2.0, "IDENTITY CARD"),
    word(Electronic, Front, 1.0, "CARTA DI IDENTITA"),
    word(Electronic, Front, 1.0, "LUOGO E DATA DI NASCITA"),
    word(Electronic, Front, 1.5, "PLACE AND DATE OF BIRTH"),
    word(Electronic, Front, 1.0, "FIRMA DEL TITOLARE"),
    word(Electronic, Front, 1.0, "HOLDERS SIGNATURE"),
    word(Electronic, Front, 1.0, "MUNICIPALITY"),
    word(Electronic, Front, 0.5, "MINISTERO DELL INTERNO"),
    word(Electronic, Front, 0.5, "STATURA HEIGHT"),
    word(Electronic, Rear, 2.0, "FISCAL CODE"),
    word(Electronic, Rear, 1.0, "CODICE FISCALE"),
    word(Electronic, Rear, 2.0, "INDIRIZZO DI RESIDENZA"),
    word(Electronic, Rear, 2.0, "ESTREMI ATTO DI NASCITA"),
    word(Electronic, Rear, 1.5, "COGNOME E NOME DEI GENITORI"),
    word(Electronic, Rear, 1.0, "RESIDENCE"),
    word(Older, Front, 1.0, "CARTA D IDENTITA"),
    word(Older, Front, 0.5, "MINISTERO DELL INTERNO"),
    word(Older, Front, 2.0, "DATA DI RILASCIO"),
    word(Older, Front, 1.0, "VALIDA FINO AL"),
    word(Older, Rear, 2.0, "CARTA D IDENTITA ELETTRONICA"),
    word(Older, Rear, 1.0, "RESIDENTE IN"),
    word(Older, Rear, 1.0, "VALIDA PER L ESPATRIO"),
    word(Paper, Front, 1.0, "CARTA D IDENTITA"),
    word(Paper, Front, 2.5, "CONNOTATI E CONTRASSEGNI SALIENTI"),
    word(Paper, Front, 2.0, "STATO CIVILE"),
    word(Paper, Front, 2.0, "PROFESSIONE"),
    word(Paper, Front, 1.5, "CAPELLI"),
    word(Paper, Front, 1.5, "SEGNI PARTICOLARI"),
    word(Paper, Front, 1.0, "IL SINDACO"),
    word(Paper, Front, 1.0, "IMPRONTA DEL DITO"),
    word(Paper, Rear, 1.5, "SCADE IL"),
    word(Paper, Rear, 1.0, "DIRITTI DI SEGRETERIA"),
    word(
        DrivingLicence,
        Front,
        2.0,
        "PATENTE DI GUIDA REPUBBLICA ITALIANA",
    ),
    word(DrivingLicence, Front, 2.5, "PATENTE DI GUIDA"),
    word(DrivingLicence, Rear, 2.5, "PATENTE DI GUIDA"),
    word(DrivingLicence, Rear, 1.5, "NUMERO DELLA PATENTE"),
    word(
        DrivingLicence,
        Rear,
        1.5,
        "COGNOME NOME DATA E LUOGO DI NASCITA",
    ),
    word(
        DrivingLicence,
        Rear,
        1.5,
        "DATA DI SCADENZA C RILASCIATA DA",
    ),
    word(DrivingLicence, Rear, 1.0, "DATA E LUOGO DI NASCITA"),
    word(DrivingLicence, Rear, 1.0, "DATA DEL RILASCIO"),
    word(DrivingLicence, Rear, 1.0, "VALIDA DAL VALIDA FINO AL"),
    word(
        DrivingLicence,
        Rear,
        0.5,
        "ISTITUTO POLIGRAFICO E ZECCA DELLO STATO",
    ),
    word(Passport, Front, 3.0, "PASSAPORTO"),
    word(Passport, Front, 1.0, "PASSPORT"),
    word(Passport, Front, 0.5, "PASSEPORT"),
    word(Passport, Front, 0.5, "GIVEN NAMES"),
    word(HealthCard, Front, 3.5, "TESSERA SANITARIA"),
    word(HealthCard, Front, 1.5, "CARTA REGIONALE DEI SERVIZI"),
    word(HealthCard, Front, 1.5, "CARTA NAZIONALE DEI SERVIZI"),
    word(HealthCard, Front, 1.0, "DATI SANITARI REGIONALI"),
    word(HealthCard, Front, 1.0, "CODICE FISCALE"),
    word(
        HealthCard,
        Rear,
        3.5,
        "TESSERA EUROPEA DI ASSICURAZIONE MALATTIA",
    ),
    word(HealthCard, Rear, 1.5, "NUMERO DI IDENTIFICAZIONE PERSONALE"),
    word(HealthCard, Rear, 1.5, "IDENTIFICAZIONE DELL ISTITUZIONE"),
    word(
        HealthCard,
        Rear,
        1.5,
        "NUMERO DI IDENTIFICAZIONE DELLA TESSERA",
    ),
    word(HealthCard, Rear, 1.5, "EUROPEAN HEALTH INSURANCE CARD"),
    word(Passport, Front, 0.5, "MINISTRO AFFARI ESTERI"),
];
