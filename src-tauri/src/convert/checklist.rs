//! The checklist for the window, and answers from it.

use domain::{
    check::Answer,
    checklist::{Answered, Gap, Item, Register, Sight, Weight},
    evidence::{Area, Place, Spot},
    register::Listing,
};
use workflow::desk::CaseFile;

use super::{assessment::spot, invalid};
use crate::dto;

pub(super) fn checklist(file: &CaseFile) -> dto::ChecklistView {
    let checklist = &file.checklist;
    let standing = &checklist.standing;
    dto::ChecklistView {
        items: standing
            .items
            .iter()
            .map(|item| {
                let mut answers = checklist.answers.iter();
                item_view(*item, answers.find(|answered| answered.item == *item), file)
            })
            .collect(),
        answered: standing.answered,
        needed: standing.needed,
        gaps: standing.gaps.iter().copied().map(gap).collect(),
        reference: checklist.reference.clone(),
        register: register(file),
    }
}

fn item_view(item: Item, answered: Option<&Answered>, file: &CaseFile) -> dto::ChecklistItemView {
    dto::ChecklistItemView {
        item: item.into(),
        variable: match item {
            Item::Security(feature) => feature.is_variable(),
            Item::Question(_) | Item::Face(_) => false,
        },
        answer: answered.map(|answered| answered.answer.into()),
        operator: answered.map(|answered| {
            let name = file.names.get(&answered.operator);
            name.cloned()
                .unwrap_or_else(|| answered.operator.to_string())
        }),
        at: answered.map(|answered| answered.at.to_string()),
        seen: answered
            .and_then(|answered| answered.seen)
            .map(|sight| seen_on(sight, file)),
    }
}

fn seen_on(sight: Sight, file: &CaseFile) -> dto::SeenOn {
    let mut pieces = file.session.evidence.iter();
    match pieces.find(|piece| piece.id == sight.evidence) {
        Some(piece) => dto::SeenOn::Spot {
            spot: spot(&Spot {
                evidence: piece.kind,
                place: sight.place,
            }),
        },
        None => dto::SeenOn::Replaced,
    }
}

fn gap(gap: Gap) -> dto::ChecklistGap {
    let (code, item, has, needed) = match gap {
        Gap::Unanswered(item) => (dto::GapCode::Unanswered, Some(item), 0, 0),
        Gap::NotAssessable(item) => (dto::GapCode::NotAssessable, Some(item), 0, 0),
        Gap::No(item) => (dto::GapCode::No, Some(item), 0, 0),
        Gap::Features { verified, needed } => (dto::GapCode::Features, None, verified, needed),
        Gap::Variable { verified, needed } => (dto::GapCode::Variable, None, verified, needed),
        Gap::TooFewVariable => (dto::GapCode::TooFewVariable, None, 0, 0),
        Gap::FaceAgreement { agreeing, needed } => {
            (dto::GapCode::FaceAgreement, None, agreeing, needed)
        }
        Gap::NotQueried => (dto::GapCode::NotQueried, None, 0, 0),
        Gap::Listed => (dto::GapCode::Listed, None, 0, 0),
    };
    dto::ChecklistGap {
        code,
        item: item.map(Into::into),
        has,
        needed,
        against: gap.weight() == Weight::Against,
    }
}

fn register(file: &CaseFile) -> dto::RegisterView {
    let query = file.checklist.query.as_ref();
    let at = query.map(|query| query.at.to_string()).unwrap_or_default();
    let as_of = query
        .and_then(|query| query.as_of)
        .map(|as_of| as_of.to_string());
    match file.checklist.register {
        Register::Absent => dto::RegisterView::Absent,
        Register::NotQueried => dto::RegisterView::NotQueried,
        Register::Queried(Listing::NotListed) => dto::RegisterView::NotListed { at, as_of },
        Register::Queried(Listing::Listed { reported }) => dto::RegisterView::Listed {
            at,
            as_of,
            reported: reported.map(|date| date.to_string()),
        },
    }
}

/// What an operator answered, and on what it was seen.
///
/// # Errors
///
/// `invalidInput` for an id that is none, or a place that is both a part of a
/// picture and a time of a recording.
pub(crate) fn checklist_answer(
    answer: Option<dto::Answer>,
    seen: Option<dto::SightForm>,
) -> Result<Option<(Answer, Option<Sight>)>, dto::ApiError> {
    let Some(answer) = answer else {
        return Ok(None);
    };
    let seen = seen.map(sight).transpose()?;
    Ok(Some((answer.into(), seen)))
}

fn sight(form: dto::SightForm) -> Result<Sight, dto::ApiError> {
    let place = match (form.area, form.at_ms) {
        (Some(area), None) => Place::Area(Area {
            x: area.x,
            y: area.y,
            width: area.width,
            height: area.height,
        }),
        (None, Some(ms)) => Place::Time(ms),
        (None, None) => Place::Whole,
        (Some(_), Some(_)) => return Err(invalid("seen")),
    };
    Ok(Sight {
        evidence: form
            .evidence_id
            .parse()
            .map_err(|_| invalid("evidenceId"))?,
        place,
    })
}

impl From<Item> for dto::ChecklistItem {
    fn from(item: Item) -> Self {
        match item {
            Item::Security(feature) => Self::Security(feature.into()),
            Item::Question(question) => Self::Question(question.into()),
            Item::Face(feature) => Self::Face(feature.into()),
        }
    }
}

impl From<dto::ChecklistItem> for Item {
    fn from(item: dto::ChecklistItem) -> Self {
        match item {
            dto::ChecklistItem::Security(feature) => Self::Security(feature.into()),
            dto::ChecklistItem::Question(question) => Self::Question(question.into()),
            dto::ChecklistItem::Face(feature) => Self::Face(feature.into()),
        }
    }
}
