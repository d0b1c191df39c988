//! Opening hours: when operators work, and how long something has waited for
//! them.
//!
//! Start at [`BusinessHours::due`]. The hours in which nobody works cost
//! nothing: a case that comes on Saturday evening is as fresh on Monday morning.

mod holidays;

use std::collections::BTreeSet;

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};

use crate::clock::counter_zone;

pub use holidays::{easter, italian_holiday};

/// Days after which a calendar that never opens is given up.
const LONGEST_SEARCH_DAYS: u16 = 3_660;

/// When operators work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusinessHours {
    /// The time zone of the counter.
    pub zone: TimeZone,
    /// When a working day begins.
    pub opens: Time,
    /// When it ends; later than it begins.
    pub closes: Time,
    /// The days of the week on which operators work.
    pub weekdays: BTreeSet<Day>,
    /// Which public holidays are kept.
    pub holidays: Holidays,
    /// Further days on which nobody works, such as the patron saint's.
    pub closed: BTreeSet<Date>,
}

/// A day of the week, Monday first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i8);

impl Day {
    /// Monday to Saturday.
    pub const WORKING: [Self; 6] = [Self(1), Self(2), Self(3), Self(4), Self(5), Self(6)];
    /// The names, Monday first, as configuration files write them.
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// The day behind its stable name, `mon` to `sun`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let at = Self::NAMES.iter().position(|known| *known == name)?;
        i8::try_from(at + 1).ok().map(Self)
    }
}

impl From<Weekday> for Day {
    fn from(weekday: Weekday) -> Self {
        Self(weekday.to_monday_one_offset())
    }
}

/// Public holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holidays {
    /// Those of Italy, reckoned for every year.
    Italian,
    /// None but the days that are listed.
    Listed,
}

impl Holidays {
    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Italian => "italian",
            Self::Listed => "listed",
        }
    }

    /// The value behind its stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Italian, Self::Listed]
            .into_iter()
            .find(|holidays| holidays.name() == name)
    }
}

impl Default for BusinessHours {
    /// Monday to Saturday from 9 to 18 in Rome, without Italian holidays: the
    /// hours of the operators of Openapi VideoID.
    fn default() -> Self {
        Self {
            zone: counter_zone(),
            opens: Time::constant(9, 0, 0, 0),
            closes: Time::constant(18, 0, 0, 0),
            weekdays: Day::WORKING.into(),
            holidays: Holidays::Italian,
            closed: BTreeSet::new(),
        }
    }
}

impl BusinessHours {
    /// Whether operators work on `date`.
    #[must_use]
    pub fn works_on(&self, date: Date) -> bool {
        let holiday = match self.holidays {
            Holidays::Italian => italian_holiday(date),
            Holidays::Listed => false,
        };
        self.weekdays.contains(&date.weekday().into()) && !holiday && !self.closed.contains(&date)
    }

    /// The instant at which operators have had `work` of their time since
    /// `start`. Without any working day within ten years, `start` itself.
    #[must_use]
    pub fn due(&self, start: Timestamp, work: SignedDuration) -> Timestamp {
        let mut left = work.max(SignedDuration::ZERO);
        let mut date = start.to_zoned(self.zone.clone()).date();
        for _ in 0..LONGEST_SEARCH_DAYS {
            if let Some((opens, closes)) = self.window(date, start) {
                let open_for = closes.duration_since(opens);
                if left <= open_for {
                    return opens.saturating_add(left).unwrap_or(opens);
                }
                left -= open_for;
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        start
    }

    /// How much of the operators' time lies from `start` to `end`; negative
    /// where `end` comes first.
    #[must_use]
    pub fn between(&self, start: Timestamp, end: Timestamp) -> SignedDuration {
        if end < start {
            return -self.between(end, start);
        }
        let last = end.to_zoned(self.zone.clone()).date();
        let mut date = start.to_zoned(self.zone.clone()).date();
        let mut sum = SignedDuration::ZERO;
        while date <= last {
            if let Some((opens, closes)) = self.window(date, start) {
                sum += closes.min(end).max(opens).duration_since(opens);
            }
            let Ok(next) = date.tomorrow() else { break };
            date = next;
        }
        sum
    }

    /// From when to when operators work on `date`, not before `start`.
    fn window(&self, date: Date, start: Timestamp) -> Option<(Timestamp, Timestamp)> {
        if !self.works_on(date) {
            return None;
        }
        let at = |time| {
            let moment = date.to_datetime(time).to_zoned(self.zone.clone());
            moment.ok().map(|moment| moment.timestamp())
        };
        let (opens, closes) = (at(self.opens)?.max(start), at(self.closes)?);
        (closes > opens).then_some((opens, closes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_working_hours_count() {
        for (start, hours, expected) in [
            // A Monday.
            ("2026-03-02T09:00+01:00", 4, "2026-03-02T13:00+01:00"),
            ("2026-03-02T16:00+01:00", 4, "2026-03-03T11:00+01:00"),
            ("2026-03-02T05:00+01:00", 1, "2026-03-02T10:00+01:00"),
            ("2026-03-02T09:00+01:00", 9, "2026-03-02T18:00+01:00"),
            // Saturday evening to Monday.
            ("2026-03-07T17:30+01:00", 1, "2026-03-09T09:30+01:00"),
            // Over the change to summer time.
            ("2026-03-28T17:00+01:00", 2, "2026-03-30T10:00+02:00"),
            // Easter Monday is the sixth of April 2026.
            ("2026-04-04T17:00+02:00", 2, "2026-04-07T10:00+02:00"),
            // Christmas, Saint Stephen, Sunday.
            ("2026-12-24T17:00+01:00", 2, "2026-12-28T10:00+01:00"),
            // Nothing to do is due when somebody could do it.
            ("2026-03-01T12:00+01:00", 0, "2026-03-02T09:00+01:00"),
        ] {
            let due = BusinessHours::default().due(at(start), SignedDuration::from_hours(hours));
            assert_eq!(due, at(expected), "{hours} h from {start}");
        }
    }

    #[test]
    fn what_is_left_until_it_is_due_is_what_was_given() {
        let hours = BusinessHours::default();
        for start in ["2026-03-02T10:15+01:00", "2026-03-07T20:00+01:00"] {
            for work in [1, 8, 30] {
                let work = SignedDuration::from_hours(work);
                let due = hours.due(at(start), work);
                assert_eq!(hours.between(at(start), due), work, "{work:?} from {start}");
                assert_eq!(hours.between(due, at(start)), -work, "and back");
            }
        }
    }

    #[test]
    fn a_listed_day_is_closed_and_a_calendar_that_never_opens_is_given_up() {
        let mut hours = BusinessHours::default();
        // Saint Ambrose, in Milan.
        hours.closed.insert(jiff::civil::date(2026, 12, 7));
        let due = hours.due(at("2026-12-05T17:00+01:00"), SignedDuration::from_hours(2));
        assert_eq!(due, at("2026-12-09T10:00+01:00"), "the eighth is a holiday");
        hours.weekdays.clear();
        let start = at("2026-03-02T10:00+01:00");
        assert_eq!(hours.due(start, SignedDuration::from_hours(1)), start);
    }

    #[test]
    fn names_survive() {
        for holidays in [Holidays::Italian, Holidays::Listed] {
            assert_eq!(Holidays::from_name(holidays.name()), Some(holidays));
        }
        assert_eq!(Day::from_name("sat"), Some(Day::WORKING[5]));
        assert_eq!(Day::from_name("someday"), None);
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }
}
