//! Statistics and duplicates for the window.

use domain::Similarity;
use jiff::civil::Date;
use workflow::{
    desk::{CONTACT_LIMIT, Duplicates, FACE_BELOW},
    records::Twin,
    statistics::{Counts, Statistics, Times},
};

use super::{invalid, queue::subject};
use crate::dto;

/// The civil days of a period.
///
/// # Errors
///
/// When one of them is none.
pub(crate) fn period(query: &dto::StatisticsQuery) -> Result<(Date, Date), dto::ApiError> {
    let from = query.from.parse().map_err(|_| invalid("from"))?;
    let until = query.until.parse().map_err(|_| invalid("until"))?;
    Ok((from, until))
}

/// The decisions of a period, added up.
pub(crate) fn statistics_view(statistics: &Statistics) -> dto::StatisticsView {
    dto::StatisticsView {
        days: statistics
            .days
            .iter()
            .map(|(day, counts)| dto::DayLine {
                day: day.to_string(),
                counts: (*counts).into(),
            })
            .collect(),
        operators: statistics
            .operators
            .iter()
            .map(|line| dto::OperatorLine {
                name: line.name.clone(),
                counts: line.counts.into(),
                times: line.times.map(Into::into),
            })
            .collect(),
        reasons: statistics
            .reasons
            .iter()
            .map(|(reason, count)| dto::ReasonLine {
                reason: (*reason).into(),
                count: *count,
            })
            .collect(),
        agreement: statistics
            .agreement
            .iter()
            .map(|line| dto::AgreementLine {
                verdict: line.engine.into(),
                validated: line.validated,
                refused: line.refused,
            })
            .collect(),
        agreed_percent: statistics.agreed_percent(),
        times: statistics.times.map(Into::into),
    }
}

/// What a case has in common with others.
pub(crate) fn duplicates_view(duplicates: &Duplicates) -> dto::DuplicatesView {
    dto::DuplicatesView {
        shared: duplicates
            .shared
            .iter()
            .map(|shared| dto::SharedView {
                field: shared.field.into(),
                cases: shared.twins.iter().map(twin).collect(),
            })
            .collect(),
        faces: duplicates
            .faces
            .iter()
            .map(|face| dto::SameFaceView {
                case: twin(&face.twin),
                score: face.similarity.score(),
            })
            .collect(),
        faces_compared: duplicates.compared,
        face_limit: Similarity::from_distance(FACE_BELOW).score(),
        contact_limit: u8::try_from(CONTACT_LIMIT).unwrap_or(u8::MAX),
    }
}

fn twin(twin: &Twin) -> dto::TwinView {
    // Revealed for the operator who looks at the case.
    let name =
        |name: &Option<domain::Personal<String>>| name.as_ref().map(|it| it.reveal().clone());
    dto::TwinView {
        case_id: twin.id.to_string(),
        central_key: twin.central_key.to_string(),
        subject: subject(
            name(&twin.surname).as_deref(),
            name(&twin.given_name).as_deref(),
        ),
        created_at: twin.created_at.to_string(),
        state: (&twin.state).into(),
    }
}

impl From<Counts> for dto::DecisionCounts {
    fn from(counts: Counts) -> Self {
        Self {
            validated: counts.validated,
            refused: counts.refused,
            approved: counts.approved,
        }
    }
}

impl From<Times> for dto::TimesView {
    fn from(times: Times) -> Self {
        Self {
            cases: times.cases,
            median_seconds: times.median_s,
            ninth_decile_seconds: times.ninth_decile_s,
        }
    }
}

impl From<dto::Language> for workflow::desk::Language {
    fn from(language: dto::Language) -> Self {
        match language {
            dto::Language::It => Self::Italian,
            dto::Language::En => Self::English,
        }
    }
}
