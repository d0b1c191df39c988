//! What the decisions of a period add up to.
//!
//! Start at [`Statistics::of`].

use std::collections::{BTreeMap, HashMap};

use domain::{assessment::Status, decision::RefusalReason, id::OperatorId};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use store::{Decided, DecidedAs};

/// How many decisions there were of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Identifications that were validated.
    pub validated: u32,
    /// Identifications that were refused.
    pub refused: u32,
    /// Requests that were approved.
    pub approved: u32,
}

/// Times on cases, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// How many cases.
    pub cases: u32,
    /// Half of them took no longer.
    pub median_s: u32,
    /// Nine of ten took no longer.
    pub ninth_decile_s: u32,
}

/// What one operator decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorLine {
    /// The operator's name.
    pub name: String,
    /// The decisions.
    pub counts: Counts,
    /// The times.
    pub times: Option<Times>,
}

/// What operators decided on what the engine said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgreementLine {
    /// What the engine said.
    pub engine: Status,
    /// How many of those were validated.
    pub validated: u32,
    /// How many were refused.
    pub refused: u32,
}

/// The decisions of a period, added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// Every day of the period, also those without a decision.
    pub days: Vec<(Date, Counts)>,
    /// Operators by name, those with a decision.
    pub operators: Vec<OperatorLine>,
    /// Reasons for refusals, the most frequent first.
    pub reasons: Vec<(RefusalReason, u32)>,
    /// What operators decided on each verdict of the engine.
    pub agreement: Vec<AgreementLine>,
    /// Times on cases: from the last opening to validation or refusal.
    pub times: Option<Times>,
}

impl Statistics {
    /// Adds up `decided`, from the civil day `from` to `until`, both inside, in
    /// the time zone `zone`.
    #[must_use]
    pub fn of(
        decided: &[Decided],
        names: &HashMap<OperatorId, String>,
        (from, until): (Date, Date),
        zone: &TimeZone,
    ) -> Self {
        let mut days: BTreeMap<Date, Counts> = from
            .series(jiff::Span::new().days(1))
            .take_while(|day| *day <= until)
            .map(|day| (day, Counts::default()))
            .collect();
        let mut operators: BTreeMap<OperatorId, (Counts, Vec<u32>)> = BTreeMap::new();
        let mut reasons: Vec<(RefusalReason, u32)> = Vec::new();
        let mut agreement = [
            Status::Accepted,
            Status::Rejected,
            Status::Inconclusive,
            Status::Failed,
        ]
        .map(|engine| AgreementLine {
            engine,
            validated: 0,
            refused: 0,
        });
        let mut all = Vec::new();
        for one in decided {
            let day = one.at.to_zoned(zone.clone()).date();
            if let Some(counts) = days.get_mut(&day) {
                counts.add(one.outcome);
            }
            let (counts, times) = operators.entry(one.operator).or_default();
            counts.add(one.outcome);
            let seconds = seconds_on(one);
            times.extend(seconds);
            all.extend(seconds);
            if let DecidedAs::Refused(reason) = one.outcome {
                match reasons.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, count)) => *count += 1,
                    None => reasons.push((reason, 1)),
                }
            }
            if let Some(line) = agreement
                .iter_mut()
                .find(|line| Some(line.engine) == one.engine)
            {
                match one.outcome {
                    DecidedAs::Validated => line.validated += 1,
                    DecidedAs::Refused(_) => line.refused += 1,
                    DecidedAs::Approved => {}
                }
            }
        }
        reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), reason.code()));
        let mut operators: Vec<OperatorLine> = operators
            .into_iter()
            .map(|(id, (counts, times))| OperatorLine {
                name: names.get(&id).cloned().unwrap_or_else(|| id.to_string()),
                counts,
                times: Times::of(times),
            })
            .collect();
        operators.sort_by(|one, other| one.name.cmp(&other.name));
        Self {
            days: days.into_iter().collect(),
            operators,
            reasons,
            agreement: agreement.into(),
            times: Times::of(all),
        }
    }

    /// In how many of a hundred cases that the engine accepted or rejected the
    /// operator came to the same; none where there was no such case.
    #[must_use]
    pub fn agreed_percent(&self) -> Option<u8> {
        let (mut agreed, mut all) = (0, 0);
        for line in &self.agreement {
            match line.engine {
                Status::Accepted => agreed += line.validated,
                Status::Rejected => agreed += line.refused,
                Status::Inconclusive | Status::Failed => continue,
            }
            all += line.validated + line.refused;
        }
        let percent = (u64::from(agreed) * 100).checked_div(all.into())?;
        u8::try_from(percent).ok()
    }
}

impl Counts {
    const fn add(&mut self, outcome: DecidedAs) {
        match outcome {
            DecidedAs::Validated => self.validated += 1,
            DecidedAs::Refused(_) => self.refused += 1,
            DecidedAs::Approved => self.approved += 1,
        }
    }
}

impl Times {
    fn of(mut seconds: Vec<u32>) -> Option<Self> {
        seconds.sort_unstable();
        let last = seconds.len().checked_sub(1)?;
        Some(Self {
            cases: u32::try_from(seconds.len()).unwrap_or(u32::MAX),
            median_s: seconds[last / 2],
            ninth_decile_s: seconds[last * 9 / 10],
        })
    }
}

/// How long the case took. An approval follows on documents, not on a look at
/// the case.
pub fn seconds_on(decided: &Decided) -> Option<u32> {
    match decided.outcome {
        DecidedAs::Validated | DecidedAs::Refused(_) => {}
        DecidedAs::Approved => return None,
    }
    let seconds = decided.at.duration_since(decided.opened_at?).as_secs();
    u32::try_from(seconds).ok()
}

/// The instants from the beginning of `from` to the end of `until` in `zone`.
#[must_use]
pub fn instants((from, until): (Date, Date), zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let begin = |day: Date| Some(day.to_zoned(zone.clone()).ok()?.timestamp());
    Some((begin(from)?, begin(until.tomorrow().ok()?)?))
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn days_are_those_of_the_zone_and_none_is_left_out() {
        let decided = [
            decision("2026-03-01T22:59:00Z", DecidedAs::Validated, None),
            decision("2026-03-01T23:30:00Z", DecidedAs::Approved, None),
            decision("2026-03-03T10:00:00Z", refused(), None),
        ];
        let statistics = summed(&decided);
        let days: Vec<String> = statistics
            .days
            .iter()
            .map(|(day, it)| format!("{day} {} {} {}", it.validated, it.refused, it.approved))
            .collect();
        assert_eq!(
            days,
            ["2026-03-01 1 0 0", "2026-03-02 0 0 1", "2026-03-03 0 1 0"]
        );
    }

    #[test]
    fn times_are_of_validations_and_refusals() {
        let mut decided: Vec<Decided> = (1..=10)
            .map(|minutes| timed(DecidedAs::Validated, minutes))
            .collect();
        decided.push(timed(DecidedAs::Approved, 600));
        let times = summed(&decided).times.expect("times");
        assert_eq!(
            (times.cases, times.median_s, times.ninth_decile_s),
            (10, 300, 540)
        );
        assert_eq!(summed(&[]).times, None);
    }

    #[test]
    fn agreement_counts_what_the_engine_was_sure_of() {
        let at = "2026-03-02T10:00:00Z";
        let decided = [
            decision(at, DecidedAs::Validated, Some(Status::Accepted)),
            decision(at, DecidedAs::Approved, Some(Status::Accepted)),
            decision(at, DecidedAs::Validated, Some(Status::Rejected)),
            decision(at, refused(), Some(Status::Rejected)),
            decision(at, refused(), Some(Status::Inconclusive)),
            decision(at, refused(), None),
        ];
        let statistics = summed(&decided);
        assert_eq!(statistics.agreed_percent(), Some(66));
        let rejected = statistics.agreement[1];
        assert_eq!((rejected.validated, rejected.refused), (1, 1));
        assert_eq!(summed(&[]).agreed_percent(), None);
    }

    #[test]
    fn reasons_are_sorted_by_how_often_they_were_given() {
        let at = "2026-03-02T10:00:00Z";
        let reasons = [
            RefusalReason::Other,
            RefusalReason::FaceMismatch,
            RefusalReason::FaceMismatch,
        ];
        let decided = reasons.map(|reason| decision(at, DecidedAs::Refused(reason), None));
        assert_eq!(
            summed(&decided).reasons,
            [(RefusalReason::FaceMismatch, 2), (RefusalReason::Other, 1)]
        );
    }

    #[test]
    fn a_day_of_a_clock_change_has_its_own_length() {
        let day: Date = "2026-03-29".parse().expect("a date");
        let (from, until) = instants((day, day), &rome()).expect("instants");
        assert_eq!(until.duration_since(from), SignedDuration::from_hours(23));
    }

    fn refused() -> DecidedAs {
        DecidedAs::Refused(RefusalReason::Other)
    }

    fn decision(at: &str, outcome: DecidedAs, engine: Option<Status>) -> Decided {
        Decided {
            operator: OperatorId::from_uuid(Default::default()),
            at: at.parse().expect("an instant"),
            outcome,
            opened_at: None,
            engine,
        }
    }

    fn timed(outcome: DecidedAs, minutes: i64) -> Decided {
        let decided = decision("2026-03-02T10:00:00Z", outcome, None);
        Decided {
            opened_at: Some(decided.at - SignedDuration::from_mins(minutes)),
            ..decided
        }
    }

    fn summed(decided: &[Decided]) -> Statistics {
        let day = |text: &str| text.parse().expect("a date");
        let range = (day("2026-03-01"), day("2026-03-03"));
        Statistics::of(decided, &HashMap::new(), range, &rome())
    }

    fn rome() -> TimeZone {
        TimeZone::get("Europe/Rome").expect("a zone")
    }
}
