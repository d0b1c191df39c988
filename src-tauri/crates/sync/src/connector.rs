//! Speaking the RA API: questions that change nothing. Decisions are in
//! [`deciding`], what a kiosk asks in [`capturing`], sending a video in [`sending`].

mod capturing;
mod certificate;
mod clock;
pub(crate) mod config;
mod deciding;
pub(crate) mod http;
mod sending;

use std::collections::HashSet;

use domain::{
    evidence::MAX_VIDEO_BYTES,
    id::{CentralKey, RaoId},
    session::State,
};
use reqwest::Url;
use serde_json::{Value, json};

use self::{
    config::{Address, ConnectorConfig},
    http::{Http, MAX_DOCUMENTS_BYTES},
};
use crate::{
    error::{Operation, SyncError},
    remote::{Declaration, EvidenceSet, RemoteSession, Waiting},
    wire::{self, documents::Receipt, page::Page, request::Request, unexpected},
};

/// How many pages of a list are followed; ten rows a page.
const MAX_PAGES: usize = 1000;

/// The way to the central API. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Connector {
    http: Http,
    base: Address,
    upload: Address,
}

impl Connector {
    /// A connector; nothing is asked yet.
    ///
    /// # Errors
    /// [`SyncError::Configuration`] says what is wrong with address or token.
    pub fn new(config: ConnectorConfig) -> Result<Self, SyncError> {
        let base = Address::read(&config.base_url)?;
        let upload = match &config.upload_url {
            Some(url) => Address::read(url)?,
            None => base.clone(),
        };
        let http = Http::new(&config, &base)?;
        Ok(Self { http, base, upload })
    }

    /// The sessions that wait for review, page by page until there is no next one.
    ///
    /// # Errors
    /// As for every question; [`SyncError::UnexpectedAnswer`] also for a list
    /// that leads elsewhere or in circles.
    pub async fn waiting(&self) -> Result<Waiting, SyncError> {
        const OPERATION: Operation = Operation::List;
        let mut waiting = Waiting::default();
        let mut known = HashSet::new();
        let mut seen = HashSet::new();
        let mut next = Some(self.base.join("api/v1/requests/?status=VIDEOREVIEW")?);
        while let Some(url) = next {
            if !seen.insert(url.clone()) || seen.len() > MAX_PAGES {
                return Err(unexpected(OPERATION, "a list without end"));
            }
            let page: Page = self.http.json(OPERATION, self.http.get(url)).await?;
            for row in page.rows() {
                match row {
                    Some(row) if !is_of_interest(&row.state) => {}
                    // A list that grows while it is read repeats rows.
                    Some(row) if known.insert(row.key) => waiting.sessions.push(row),
                    Some(_) => {}
                    None => waiting.unreadable += 1,
                }
            }
            next = page.next.map(|next| self.same_origin(&next)).transpose()?;
        }
        Ok(waiting)
    }

    /// One request, without its evidence.
    ///
    /// # Errors
    /// As for every question.
    pub async fn request(&self, key: CentralKey) -> Result<RemoteSession, SyncError> {
        let session = self.read_request(key).await?.into_session()?;
        if session.key == key {
            Ok(session)
        } else {
            Err(unexpected(Operation::Request, "another request"))
        }
    }

    /// Where a request stands.
    ///
    /// # Errors
    /// As for every question.
    pub async fn state(&self, key: CentralKey) -> Result<State, SyncError> {
        Ok(self.read_request(key).await?.state())
    }

    /// The pictures of a request. One that cannot be decoded is a problem of
    /// its own and no error.
    ///
    /// # Errors
    /// As for every question.
    pub async fn evidence(&self, key: CentralKey) -> Result<EvidenceSet, SyncError> {
        const OPERATION: Operation = Operation::Documents;
        let url = self.of_request(key, "pl_get_documents/")?;
        let question = self.http.get(url);
        let body = self
            .http
            .transfer(OPERATION, question, MAX_DOCUMENTS_BYTES)
            .await?;
        let answer: Vec<Value> = wire::read(OPERATION, &body)?;
        Ok(wire::documents::pictures(answer))
    }

    /// The video behind `identifier`, at most 50 MB.
    ///
    /// # Errors
    /// As for every question, and [`SyncError::TooLarge`].
    pub async fn video(&self, identifier: &str) -> Result<Vec<u8>, SyncError> {
        let mut url = self.base.join("api/v1/download/video/")?;
        append(&mut url, identifier)?;
        self.http
            .transfer(Operation::Video, self.http.get(url), MAX_VIDEO_BYTES)
            .await
    }

    /// Has the declaration made that the RAO `rao` has to see before approving.
    ///
    /// # Errors
    /// As for every question, and [`SyncError::WrongState`].
    pub async fn declaration(
        &self,
        key: CentralKey,
        rao: &RaoId,
    ) -> Result<Declaration, SyncError> {
        let url = self.of_request(key, "generates_tbs_receipt/")?;
        let body = json!({ "rao": rao.0, "type": "APPROVE" });
        let receipt: Receipt = self
            .http
            .json(Operation::Declaration, self.http.post(url).json(&body))
            .await?;
        Declaration::try_from(receipt)
    }

    /// Has the contract made, a PDF.
    ///
    /// # Errors
    /// As for every question, and [`SyncError::WrongState`].
    pub async fn contract(&self, key: CentralKey, rao: &RaoId) -> Result<Vec<u8>, SyncError> {
        let url = self.of_request(key, "pl_get_document/")?;
        let question = self
            .http
            .post(url)
            .form(&[("type", "contract"), ("rao_id", &rao.0)]);
        let answer: Value = self.http.json(Operation::Contract, question).await?;
        wire::documents::contract(&answer)
    }

    async fn read_request(&self, key: CentralKey) -> Result<Request, SyncError> {
        let url = self.of_request(key, "")?;
        self.http.json(Operation::Request, self.http.get(url)).await
    }

    fn of_request(&self, key: CentralKey, rest: &str) -> Result<Url, SyncError> {
        self.base.join(&format!("api/v1/requests/{key}/{rest}"))
    }

    fn same_origin(&self, next: &str) -> Result<Url, SyncError> {
        let url = self
            .base
            .url
            .join(next)
            .map_err(|_| unexpected(Operation::List, "a next page without address"))?;
        if url.origin() == self.base.url.origin() {
            Ok(url)
        } else {
            Err(unexpected(
                Operation::List,
                "a next page at another address",
            ))
        }
    }
}

/// Whether a row is to be taken in: it waits, or nobody knows what it does.
const fn is_of_interest(state: &State) -> bool {
    match state {
        State::WaitingForReview | State::Unknown(_) => true,
        State::Capturing
        | State::Incomplete
        | State::CaptureFailed
        | State::Validated
        | State::Approved
        | State::Refused
        | State::Cancelled => false,
    }
}

/// Adds `identifier`, which comes from outside, as one part of the path, and
/// the slash that every address of the RA API ends in.
fn append(url: &mut Url, identifier: &str) -> Result<(), SyncError> {
    url.path_segments_mut()
        .map_err(|()| SyncError::Configuration {
            what: "its address cannot be extended",
        })?
        .pop_if_empty()
        .push(identifier)
        .push("");
    Ok(())
}
