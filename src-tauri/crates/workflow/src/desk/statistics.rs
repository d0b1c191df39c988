//! Statistics of decisions, and their export.

use std::path::Path;

use domain::{
    audit::{Actor, Event, Record},
    clock::counter_zone,
    operator::Act,
};
use jiff::civil::Date;
use store::{Decided, DecidedAs};

use super::Desk;
use crate::{
    WorkflowError,
    statistics::{Statistics, instants, seconds_on},
};

impl Desk {
    /// What was decided from the civil day `from` to `until`, both inside.
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotSignedIn`]; [`WorkflowError::BadPeriod`] for more
    /// than two years or none; what the store says.
    pub async fn statistics(&self, from: Date, until: Date) -> Result<Statistics, WorkflowError> {
        self.permitted(Act::View)?;
        let decided = self.decided(from, until).await?;
        let names = self.operator_names().await?;
        Ok(Statistics::of(
            &decided,
            &names,
            (from, until),
            &counter_zone(),
        ))
    }

    /// Writes one line for each decision of the period to a CSV file at `path`,
    /// without anything that leads to a customer, and says how many.
    ///
    /// # Errors
    ///
    /// As for [`Desk::statistics`]; when the role does not allow exports, and
    /// when the file cannot be written.
    pub async fn export_statistics(
        &self,
        from: Date,
        until: Date,
        path: &Path,
    ) -> Result<u32, WorkflowError> {
        let operator = self.permitted(Act::Export)?;
        let decided = self.decided(from, until).await?;
        let names = self.operator_names().await?;
        let name = |one: &Decided| {
            let name = names.get(&one.operator).cloned();
            name.unwrap_or_else(|| one.operator.to_string())
        };
        let failed = |source| WorkflowError::File {
            what: "the statistics",
            source,
        };
        let mut csv = csv::Writer::from_writer(Vec::new());
        let mut write = |line: [&str; 7]| csv.write_record(line).map_err(into_io);
        write([
            "day", "time", "operator", "decision", "reason", "engine", "seconds",
        ])
        .map_err(failed)?;
        for one in &decided {
            let at = one.at.to_zoned(counter_zone());
            let (outcome, reason) = match one.outcome {
                DecidedAs::Validated => ("validate", ""),
                DecidedAs::Refused(reason) => ("refuse", reason.code()),
                DecidedAs::Approved => ("approve", ""),
            };
            let seconds = seconds_on(one).map(|it| it.to_string());
            write([
                &at.date().to_string(),
                &at.strftime("%H:%M:%S").to_string(),
                &harmless(&name(one)),
                outcome,
                reason,
                one.engine.map_or("", |status| status.name()),
                seconds.as_deref().unwrap_or_default(),
            ])
            .map_err(failed)?;
        }
        let text = csv
            .into_inner()
            .map_err(|error| failed(error.into_error()))?;
        let target = path.to_owned();
        tokio::task::spawn_blocking(move || std::fs::write(target, text))
            .await
            .map_err(|_| WorkflowError::Interrupted)?
            .map_err(failed)?;
        let detail = serde_json::json!({ "statistics": format!("{from}/{until}") });
        self.inner
            .store
            .append(Record {
                at: self.inner.clock.now(),
                actor: Actor::Operator(operator.id),
                event: Event::Exported,
                session: None,
                detail: detail.to_string(),
            })
            .await?;
        Ok(u32::try_from(decided.len()).unwrap_or(u32::MAX))
    }

    async fn decided(&self, from: Date, until: Date) -> Result<Vec<Decided>, WorkflowError> {
        let days = from.until(until).map(|span| span.get_days());
        if !days.is_ok_and(|days| (0..=731).contains(&days)) {
            return Err(WorkflowError::BadPeriod);
        }
        let (begin, end) =
            instants((from, until), &counter_zone()).ok_or(WorkflowError::BadPeriod)?;
        Ok(self.inner.store.decided(begin, end).await?)
    }
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn into_io(error: csv::Error) -> std::io::Error {
    std::io::Error::other(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_formula() {
        assert_eq!(harmless("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(harmless("Operatore Uno"), "Operatore Uno");
    }
}
