//! Whether the person did what was asked, in the order in which it was asked.

use super::gestures::{Action, Event};

/// What the person was asked to do, one after the other. Left and right are
/// the person's own. The order is drawn by whoever asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// The actions in order.
    pub actions: Vec<Action>,
}

/// Why a text is no challenge.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChallengeError {
    /// There is nothing in it.
    #[error("a challenge asks for at least one action")]
    Empty,
    /// An action has no such name.
    #[error("`{0}` is no action; there are left, right, blink, smile, mouth and closer")]
    Unknown(String),
}

impl std::str::FromStr for Challenge {
    type Err = ChallengeError;

    /// Names of actions with commas between them: `left,blink`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim().is_empty() {
            return Err(ChallengeError::Empty);
        }
        let action = |name: &str| {
            let name = name.trim();
            Action::from_name(name).ok_or_else(|| ChallengeError::Unknown(name.to_owned()))
        };
        let actions = text.split(',').map(action).collect::<Result<_, _>>()?;
        Ok(Self { actions })
    }
}

/// How a challenge was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Fulfilment {
    /// Each action asked, and what the person did of it.
    pub answers: Vec<(Action, Option<Event>)>,
    /// Turns to a side that was not asked for at that point.
    pub wrong_turns: u32,
}

impl Fulfilment {
    /// How many of the actions were done in order.
    #[must_use]
    pub fn done(&self) -> usize {
        let done = |(_, event): &&(Action, Option<Event>)| event.is_some();
        self.answers.iter().filter(done).count()
    }
}

impl Challenge {
    /// Looks for the actions among `events`, which are in order of their
    /// beginnings: each must be strongest after the one before it was. After
    /// the first that is missing, nothing counts.
    #[must_use]
    pub fn judge(&self, events: &[Event]) -> Fulfilment {
        let mut answers: Vec<(Action, Option<Event>)> = Vec::new();
        let mut after_ms = None;
        let mut missing = false;
        for action in &self.actions {
            let answer = events
                .iter()
                .filter(|event| event.action == *action)
                .filter(|event| after_ms.is_none_or(|after| event.peak_ms > after))
                .min_by_key(|event| event.peak_ms)
                .filter(|_| !missing);
            match answer {
                Some(event) => after_ms = Some(event.peak_ms),
                None => missing = true,
            }
            answers.push((*action, answer.copied()));
        }
        // A turn is right where the answer is it, or where a second turn to
        // the same side follows while nothing else has been answered.
        let wrong_turns = events
            .iter()
            .filter(|event| matches!(event.action, Action::TurnLeft | Action::TurnRight))
            .filter(|event| self.actions.contains(&event.action) || self.asks_a_turn())
            .filter(|event| !self.expected(&answers, event))
            .count();
        Fulfilment {
            answers,
            wrong_turns: u32::try_from(wrong_turns).unwrap_or(u32::MAX),
        }
    }

    fn asks_a_turn(&self) -> bool {
        let turn = |action: &Action| matches!(action, Action::TurnLeft | Action::TurnRight);
        self.actions.iter().any(turn)
    }

    /// Whether `event` answers an action, or repeats the answer of the action
    /// that was asked last when it happened.
    fn expected(&self, answers: &[(Action, Option<Event>)], event: &Event) -> bool {
        let last = answers
            .iter()
            .filter_map(|(_, answer)| answer.as_ref())
            .filter(|answer| answer.peak_ms <= event.peak_ms)
            .max_by_key(|answer| answer.peak_ms);
        last.is_some_and(|answer| answer.action == event.action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(action: Action, peak_ms: u32) -> Event {
        Event {
            action,
            from_ms: peak_ms.saturating_sub(200),
            peak_ms,
            until_ms: peak_ms + 200,
            strength: 30.0,
        }
    }

    /// Its name, what is asked, what is done when, how many of the actions
    /// count, and wrong turns.
    type Case<'a> = (&'a str, &'a str, &'a [(Action, u32)], usize, u32);

    #[test]
    fn actions_count_in_the_order_asked() {
        use Action::{Blink, Smile, TurnLeft, TurnRight};
        let cases: [Case; 7] = [
            (
                "as asked",
                "left,blink",
                &[(TurnLeft, 1000), (Blink, 2000)],
                2,
                0,
            ),
            (
                "the other order",
                "blink,left",
                &[(TurnLeft, 1000), (Blink, 2000)],
                1,
                1,
            ),
            ("the other side", "left", &[(TurnRight, 1000)], 0, 1),
            (
                "both sides",
                "left",
                &[(TurnRight, 500), (TurnLeft, 1000)],
                1,
                1,
            ),
            (
                "twice the same",
                "right",
                &[(TurnRight, 500), (TurnRight, 1000)],
                1,
                0,
            ),
            (
                "more than asked",
                "smile",
                &[(Blink, 100), (Smile, 900), (TurnLeft, 1500)],
                1,
                0,
            ),
            ("nothing", "smile,left", &[], 0, 0),
        ];
        for (name, asked, did, done, wrong) in cases {
            let challenge: Challenge = asked.parse().expect("actions");
            let events: Vec<Event> = did.iter().map(|(action, at)| event(*action, *at)).collect();
            let fulfilment = challenge.judge(&events);
            assert_eq!(fulfilment.done(), done, "{name}");
            assert_eq!(fulfilment.wrong_turns, wrong, "{name}");
        }
    }

    #[test]
    fn what_is_no_challenge_is_said() {
        for (text, error) in [
            ("", ChallengeError::Empty),
            ("  ", ChallengeError::Empty),
            ("left,hop", ChallengeError::Unknown("hop".to_owned())),
            ("left,", ChallengeError::Unknown(String::new())),
        ] {
            assert_eq!(text.parse::<Challenge>(), Err(error), "{text:?}");
        }
    }
}
