//! Which document a picture shows, and which side of it.
//!
//! Start at [`recognise`]. Words that documents of a kind carry speak for it,
//! each as much as it tells; what the machine-readable zone says of itself
//! speaks louder.

mod phrase;
mod words;

use crate::mrz::Format;
use crate::text::TextLine;

pub(crate) use phrase::{Folded, prefix_distance, tolerance};

/// A kind of document as the engine tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The Italian electronic identity card since 2016 (CIE 3.0).
    ElectronicIdentityCard,
    /// An Italian electronic identity card of an earlier series.
    OlderIdentityCard,
    /// The Italian identity card of paper.
    PaperIdentityCard,
    /// The Italian driving licence of the European model.
    DrivingLicence,
    /// The Italian passport.
    Passport,
    /// The Italian health card, *tessera sanitaria*, whose rear is the European
    /// one (TEAM).
    HealthCard,
    /// Another document with a machine-readable zone of this format.
    Mrz(Format),
    /// Nothing that is known.
    Unknown,
}

impl Kind {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ElectronicIdentityCard => "cie_3",
            Self::OlderIdentityCard => "cie_older",
            Self::PaperIdentityCard => "paper_identity_card",
            Self::DrivingLicence => "driving_licence",
            Self::Passport => "passport",
            Self::HealthCard => "health_card",
            Self::Mrz(Format::Td1) => "td1",
            Self::Mrz(Format::Td2) => "td2",
            Self::Mrz(Format::Td3) => "td3",
            Self::Mrz(Format::MrvA) => "mrva",
            Self::Mrz(Format::MrvB) => "mrvb",
            Self::Unknown => "unknown",
        }
    }
}

/// A side of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The one with the portrait; of a health card the one with the tax code.
    Front,
    /// The other one.
    Rear,
}

impl Side {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Rear => "rear",
        }
    }
}

/// What a machine-readable zone says about its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZoneCode<'a> {
    /// The format of the zone.
    pub format: Format,
    /// The document code: `P`, `C`, `ID` …
    pub code: &'a str,
    /// The issuing state: `ITA` …
    pub issuer: &'a str,
    /// The number of the document.
    pub number: &'a str,
}

/// What was recognised, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognised {
    /// The kind.
    pub kind: Kind,
    /// The side, where the kind has two that can be told apart.
    pub side: Option<Side>,
    /// How certain kind and side are, 0 to 1.
    pub confidence: f32,
    /// The words that spoke for them, in the spelling of the table, and `MRZ`
    /// where the zone did.
    pub words: Vec<&'static str>,
}

impl Recognised {
    /// Whether this side may carry a bar code: the fronts of Italian documents
    /// that show who somebody is have none (`features` names the layouts).
    #[must_use]
    pub fn may_have_bar_code(&self) -> bool {
        let is_front = self.side == Some(Side::Front);
        match self.kind {
            Kind::ElectronicIdentityCard | Kind::DrivingLicence | Kind::Passport => !is_front,
            Kind::OlderIdentityCard
            | Kind::PaperIdentityCard
            | Kind::HealthCard
            | Kind::Mrz(_)
            | Kind::Unknown => true,
        }
    }
}

/// Less evidence than this is none.
const LEAST_EVIDENCE: f32 = 2.0;
/// Evidence that leaves half of the doubt.
const HALF_CERTAIN: f32 = 1.0;
/// What the zone's own statement counts.
const ZONE_WEIGHT: f32 = 6.0;
/// Categories in the table on the rear of a licence; so many are no accident.
const CATEGORIES: usize = 5;
/// The name under which the zone stands among the words.
const ZONE: &str = "MRZ";

/// The kind and side of the document whose text is `lines` and whose
/// machine-readable zone, if it has one, says `zone`.
#[must_use]
pub fn recognise(lines: &[TextLine], zone: Option<ZoneCode<'_>>) -> Recognised {
    let mut ballot = Ballot::default();
    let folded: Vec<Folded> = lines.iter().map(|line| Folded::new(&line.text)).collect();
    for word in words::ALL {
        if folded.iter().any(|line| line.contains(word.phrase)) {
            ballot.vote(word.kind, word.side, word.weight, word.phrase);
        }
    }
    if let Some(number) = printed_number(lines) {
        ballot.vote(Kind::ElectronicIdentityCard, Side::Front, 1.5, number);
    }
    if is_headed(lines, "PATENTE DI GUIDA") {
        // In small letters it is in the security print of both sides.
        ballot.vote(Kind::DrivingLicence, Side::Front, 2.0, "PATENTE DI GUIDA");
    }
    if categories(lines) >= CATEGORIES {
        ballot.vote(Kind::DrivingLicence, Side::Rear, 4.0, "AM A1 A2 A B1 B");
    }
    if numbered(lines) >= 3 {
        ballot.vote(
            Kind::DrivingLicence,
            Side::Front,
            2.0,
            "1. 2. 3. 4a. 4b. 4c.",
        );
    }
    if let Some(zone) = zone {
        let (kind, side) = kind_of_zone(zone, &ballot);
        ballot.vote(kind, side, ZONE_WEIGHT, ZONE);
    }
    ballot.outcome()
}

/// The number of an electronic identity card, which no other document has.
fn printed_number(lines: &[TextLine]) -> Option<&'static str> {
    let is_number = |text: &str| {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        super::visual::is_electronic_card_number(&text)
    };
    lines
        .iter()
        .any(|line| is_number(&line.text))
        .then_some("CA00000AA")
}

/// Whether a line says `phrase` in capitals.
fn is_headed(lines: &[TextLine], phrase: &str) -> bool {
    lines.iter().any(|line| {
        let capitals = line.text.chars().filter(|c| c.is_uppercase()).count();
        let letters = line.text.chars().filter(|c| c.is_alphabetic()).count();
        capitals * 10 > letters * 9 && Folded::new(&line.text).contains(phrase)
    })
}

/// How many categories of licences stand at the beginning of a line.
fn categories(lines: &[TextLine]) -> usize {
    const ALL: [&str; 13] = [
        "AM", "A1", "A2", "B1", "C1", "C", "D1", "D", "BE", "C1E", "CE", "D1E", "DE",
    ];
    let is_there = |category: &&str| {
        lines.iter().any(|line| {
            line.text
                .split_whitespace()
                .next()
                .is_some_and(|first| first.trim_end_matches('.') == *category)
        })
    };
    ALL.iter().filter(|category| is_there(category)).count()
}

/// How many of the numbers of a licence's fields stand at the beginning of a line.
fn numbered(lines: &[TextLine]) -> usize {
    const ALL: [&str; 6] = ["1.", "2.", "3.", "4a", "4b", "4c"];
    let is_there = |number: &&str| lines.iter().any(|line| line.text.starts_with(*number));
    ALL.iter().filter(|number| is_there(number)).count()
}

fn kind_of_zone(zone: ZoneCode<'_>, ballot: &Ballot) -> (Kind, Side) {
    let card = zone.code.starts_with(['C', 'I', 'A']);
    match (zone.format, zone.issuer) {
        (Format::Td3, "ITA") if zone.code.starts_with('P') => (Kind::Passport, Side::Front),
        (Format::Td1, "ITA") if card && super::visual::is_electronic_card_number(zone.number) => {
            (Kind::ElectronicIdentityCard, Side::Rear)
        }
        // The zone is the only sure sign of a series before the present one.
        (Format::Td1, "ITA") if card && zone.code.starts_with('C') => {
            if ballot.has(Kind::ElectronicIdentityCard) {
                (Kind::ElectronicIdentityCard, Side::Rear)
            } else {
                (Kind::OlderIdentityCard, Side::Rear)
            }
        }
        (Format::Td1, _) => (Kind::Mrz(Format::Td1), Side::Rear),
        (format, _) => (Kind::Mrz(format), Side::Front),
    }
}

/// Votes as they come in.
#[derive(Default)]
struct Ballot {
    votes: Vec<(Kind, Side, f32, &'static str)>,
}

impl Ballot {
    fn vote(&mut self, kind: Kind, side: Side, weight: f32, word: &'static str) {
        self.votes.push((kind, side, weight, word));
    }

    fn has(&self, kind: Kind) -> bool {
        self.votes.iter().any(|(for_kind, ..)| *for_kind == kind)
    }

    fn weight(&self, of: impl Fn(Kind, Side) -> bool) -> f32 {
        // Summed in the order of the table, so that it comes out the same.
        self.votes
            .iter()
            .filter(|(kind, side, ..)| of(*kind, *side))
            .map(|(_, _, weight, _)| weight)
            .sum()
    }

    fn outcome(self) -> Recognised {
        let mut kinds: Vec<Kind> = Vec::new();
        for (kind, ..) in &self.votes {
            if !kinds.contains(kind) {
                kinds.push(*kind);
            }
        }
        let mut ranked: Vec<(f32, Kind)> = kinds
            .into_iter()
            .map(|kind| (self.weight(|of, _| of == kind), kind))
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let Some(&(weight, kind)) = ranked.first() else {
            return unknown();
        };
        let second = ranked.get(1).map_or(0.0, |(weight, _)| *weight);
        if weight < LEAST_EVIDENCE || weight - second < 0.5 {
            return unknown();
        }
        let side_weight = |side| self.weight(|of, on| of == kind && on == side);
        let (front, rear) = (side_weight(Side::Front), side_weight(Side::Rear));
        let side = if (front - rear).abs() < 0.5 {
            None
        } else if front > rear {
            Some(Side::Front)
        } else {
            Some(Side::Rear)
        };
        let spread = weight - second;
        Recognised {
            kind,
            side,
            confidence: spread / (spread + HALF_CERTAIN),
            words: self
                .votes
                .iter()
                .filter(|(of, on, ..)| *of == kind && side.is_none_or(|side| side == *on))
                .map(|(.., word)| *word)
                .collect(),
        }
    }
}

const fn unknown() -> Recognised {
    Recognised {
        kind: Kind::Unknown,
        side: None,
        confidence: 0.0,
        words: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
