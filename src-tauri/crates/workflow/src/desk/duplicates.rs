//! Other sessions that may be of the same person: shown, never acted on.

use std::collections::BTreeSet;

use domain::{Similarity, field::Name, id::SessionId, operator::Act};
use engine::face::Descriptor;
use store::Twin;

use super::Desk;
use crate::WorkflowError;

/// How many different documents one phone number or e-mail address may have
/// before it is shown; the central API's own default.
pub const CONTACT_LIMIT: usize = 3;
/// Faces closer than this are shown: what the engine calls *high*.
pub const FACE_BELOW: f32 = Similarity::HIGH_BELOW;
/// How many faces are shown at most, the closest first.
const MOST_FACES: usize = 20;
/// How many faces are compared at a time.
const PAGE: u32 = 2000;

/// What a session has in common with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The datum.
    pub field: Name,
    /// The other sessions, newest first.
    pub twins: Vec<Twin>,
}

/// A session with a face that is like this one's.
#[derive(Debug, Clone, PartialEq)]
pub struct SameFace {
    /// The other session.
    pub twin: Twin,
    /// How alike.
    pub similarity: Similarity,
}

/// What may be of the same person.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Duplicates {
    /// By number or address.
    pub shared: Vec<Shared>,
    /// By face, the closest first.
    pub faces: Vec<SameFace>,
    /// How many faces it was compared with; none where it has no face.
    pub compared: Option<u32>,
}

impl Desk {
    /// Other sessions of this store with the same document number or tax code,
    /// with a phone number or e-mail address that more than [`CONTACT_LIMIT`]
    /// documents share, or with a face closer than [`FACE_BELOW`].
    ///
    /// # Errors
    ///
    /// [`WorkflowError::NotSignedIn`], and what the store says.
    pub async fn duplicates(&self, session: SessionId) -> Result<Duplicates, WorkflowError> {
        self.permitted(Act::View)?;
        let store = &self.inner.store;
        let own = store.twin(session).await?;
        let mut duplicates = Duplicates::default();
        for field in [
            Name::DocumentNumber,
            Name::TaxCode,
            Name::Phone,
            Name::Email,
        ] {
            let twins = store.with_same(session, field).await?;
            if is_shown(field, &own, &twins) {
                duplicates.shared.push(Shared { field, twins });
            }
        }
        let face = store.face(session).await?;
        let Some(face) = face.and_then(|kept| Descriptor::from_bytes(&kept.face)) else {
            return Ok(duplicates);
        };
        let (mut near, mut compared, mut after) = (Vec::new(), 0, None);
        loop {
            let (page, last) = store.faces_after(after, PAGE).await?;
            for kept in page.iter().filter(|kept| kept.session != session) {
                let Some(other) = Descriptor::from_bytes(&kept.face) else {
                    continue;
                };
                compared += 1;
                let distance = face.distance(&other);
                if distance < FACE_BELOW {
                    near.push((distance, kept.session));
                }
            }
            let Some(last) = last else { break };
            after = Some(last);
        }
        near.sort_by(|one, other| one.0.total_cmp(&other.0));
        for (distance, id) in near.into_iter().take(MOST_FACES) {
            duplicates.faces.push(SameFace {
                twin: store.twin(id).await?,
                similarity: Similarity::from_distance(distance),
            });
        }
        duplicates.compared = Some(compared);
        Ok(duplicates)
    }
}

/// A number is one person's; an address is shown once too many share it.
fn is_shown(field: Name, own: &Twin, twins: &[Twin]) -> bool {
    if field == Name::DocumentNumber || field == Name::TaxCode {
        return !twins.is_empty();
    }
    let mut documents = BTreeSet::new();
    let mut without = 0;
    for twin in std::iter::once(own).chain(twins) {
        if twin.documents.is_empty() {
            without += 1;
        }
        documents.extend(twin.documents.iter().map(|number| number.reveal()));
    }
    documents.len() + without > CONTACT_LIMIT
}

#[cfg(test)]
mod tests {
    use domain::{id::CentralKey, session::State};
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn a_shared_number_is_shown_at_once() {
        check(Name::TaxCode, &["A"], true);
        check(Name::DocumentNumber, &[], false);
    }

    #[test]
    fn a_shared_address_is_shown_when_more_than_three_documents_have_it() {
        check(Name::Phone, &["A", "B"], false);
        check(Name::Phone, &["A", "A", "A", "OWN", "B"], false);
        check(Name::Email, &["A", "B", "C"], true);
        check(Name::Email, &["A", "", ""], true);
    }

    #[track_caller]
    fn check(field: Name, others: &[&str], shown: bool) {
        let twins: Vec<Twin> = others.iter().map(|number| twin(number)).collect();
        assert_eq!(is_shown(field, &twin("OWN"), &twins), shown);
    }

    fn twin(document: &str) -> Twin {
        let documents = Some(document).filter(|number| !number.is_empty());
        Twin {
            id: SessionId::fresh(),
            central_key: CentralKey(1),
            surname: None,
            given_name: None,
            created_at: Timestamp::UNIX_EPOCH,
            state: State::WaitingForReview,
            documents: documents.into_iter().map(Into::into).collect(),
        }
    }
}
