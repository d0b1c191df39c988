//! Data of a case for the window: declared, read, confirmed.

use domain::field::{Declared, Name, Review};
use workflow::{desk::CaseFile, records::Cause};

use super::{assessment::spot, invalid};
use crate::dto;

/// The most characters of a value that an operator may type.
const LONGEST_VALUE: usize = 200;

/// Every datum that was declared, read or reviewed, in the order to show them.
pub(super) fn fields(file: &CaseFile) -> Vec<dto::FieldView> {
    Name::ALL
        .into_iter()
        .filter_map(|name| field(file, name))
        .collect()
}

fn field(file: &CaseFile, name: Name) -> Option<dto::FieldView> {
    let declared = file
        .session
        .declared
        .iter()
        .find(|declared| declared.field == name);
    let readings = match &file.assessment {
        Some(assessment) => &assessment.readings,
        None => &file.session.captured,
    };
    let read: Vec<dto::ReadingView> = readings
        .iter()
        .filter(|reading| reading.field == name)
        .map(|reading| dto::ReadingView {
            source: reading.source.into(),
            value: reading.value.reveal().clone(),
            seen: reading.seen.as_ref().map(spot),
        })
        .collect();
    let review = file.reviews.iter().find(|review| review.field == name);
    let review = review.map_or(&Review::NotReviewed, |found| &found.review);
    if declared.is_none() && read.is_empty() && *review == Review::NotReviewed {
        return None;
    }
    let differences = file
        .assessment
        .iter()
        .flat_map(|assessment| &assessment.differences);
    Some(dto::FieldView {
        name: name.into(),
        declared: declared.map(|declared| declared.value.reveal().clone()),
        read,
        review: said(review),
        confirmed: review.confirmed().map(|value| value.reveal().clone()),
        differences: differences
            .filter(|difference| difference.field == name)
            .map(|difference| dto::DifferenceView {
                against: difference.against.into(),
                says: difference.says.reveal().clone(),
            })
            .collect(),
        history: history(file, name, declared),
    })
}

/// What was said of a datum, each with the value before it.
fn history(file: &CaseFile, name: Name, declared: Option<&Declared>) -> Vec<dto::FieldEditView> {
    let mut from = declared.map(|declared| declared.value.reveal().clone());
    let edits = file.review_history.iter().filter(|edit| edit.field == name);
    edits
        .map(|edit| {
            let to = edit.review.confirmed().map(|value| value.reveal().clone());
            let line = dto::FieldEditView {
                at: edit.at.to_string(),
                operator: match edit.cause {
                    Cause::Operator => Some(super::case::name(&file.names, edit.operator)),
                    Cause::PieceReplaced => None,
                },
                review: said(&edit.review),
                from: from.clone(),
                to: to.clone(),
            };
            from = to.or_else(|| from.take());
            line
        })
        .collect()
}

const fn said(review: &Review) -> dto::FieldReview {
    match review {
        Review::NotReviewed => dto::FieldReview::NotReviewed,
        Review::Approved(_) => dto::FieldReview::Approved,
        Review::Revised(_) => dto::FieldReview::Revised,
        Review::Rejected => dto::FieldReview::Rejected,
    }
}

/// What the operator said of a datum.
///
/// # Errors
///
/// `invalidInput` for an empty or overlong value.
pub(crate) fn review(answer: dto::FieldAnswer) -> Result<Review, dto::ApiError> {
    let text = |value: String| {
        let value = value.trim();
        if value.is_empty() || value.chars().count() > LONGEST_VALUE {
            return Err(invalid("value"));
        }
        Ok(value.into())
    };
    Ok(match answer {
        dto::FieldAnswer::Approve { value } => Review::Approved(text(value)?),
        dto::FieldAnswer::Revise { value } => Review::Revised(text(value)?),
        dto::FieldAnswer::Reject => Review::Rejected,
        dto::FieldAnswer::Reset => Review::NotReviewed,
    })
}
